using System.Runtime.InteropServices;

namespace L2O.TorchSharpFit;

/// <summary>The C++ runtime of this system.</summary>
internal static class CppRuntime
{
    private const string Library = "libstdc++.so.6";

    /// <summary>Whether it has what programs of GCC 13 ask for; true where none is found, as nothing can be said then.</summary>
    public static bool HasGcc13 => !NativeLibrary.TryLoad(Library, out nint handle)
        || NativeLibrary.TryGetExport(handle, ElfLibrary.Gcc13Symbol, out _);
}
