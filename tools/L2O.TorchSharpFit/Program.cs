using System.Runtime.InteropServices;
using L2O.TorchSharpFit;

// Fits TorchSharp's native library to the system's C++ runtime, in place, where that is older than GCC 13's.
//   dotnet run -c Release --project tools/L2O.TorchSharpFit -- FILE [--always]

if (args.Length is 0 or > 2 || (args.Length == 2 && args[1] != "--always"))
{
    Console.Error.WriteLine($"error: {args.Length} arguments '{string.Join(' ', args)}'; expected the path of libLibTorchSharp.so, and "
        + "perhaps --always");
    return 2;
}
if (args.Length == 1 && (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64 || CppRuntime.HasGcc13))
{
    Console.WriteLine("nothing to do: this system's C++ runtime has what TorchSharp asks for");
    return 0;
}
try
{
    DateTime written = File.GetLastWriteTimeUtc(args[0]);
    byte[] content = File.ReadAllBytes(args[0]);
    if (!new ElfLibrary(content).TakeBackGcc13())
    {
        Console.WriteLine("nothing to do: it asks for nothing of GCC 13's C++ runtime");
        return 0;
    }
    string temporary = args[0] + ".fitted";
    File.WriteAllBytes(temporary, content);
    File.SetLastWriteTimeUtc(temporary, written); // so that the next build does not copy the original again
    File.Move(temporary, args[0], overwrite: true);
    Console.WriteLine($"fitted {Path.GetFileName(args[0])} to this system's C++ runtime");
    return 0;
}
catch (Exception failure) when (failure is IOException or InvalidDataException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"error: {failure.Message}");
    return 2;
}
