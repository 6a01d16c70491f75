using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace L2O.Kernels;

/// <summary>
/// Memory that another library owns and never moves, as addresses that can be kept for the length of a step. Whoever keeps an address keeps
/// its owner alive.
/// </summary>
internal static unsafe class ForeignMemory
{
    /// <summary>Where values begin that the garbage collector does not manage.</summary>
    public static nint AddressOf<T>(Span<T> values) where T : unmanaged => (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(values));

    /// <summary>The values at an address.</summary>
    /// <param name="address">As <see cref="AddressOf"/> gave it.</param>
    /// <param name="count">How many.</param>
    public static Span<T> At<T>(nint address, int count) where T : unmanaged => new((void*)address, count);
}
