using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace L2O.Numerics;

/// <summary>
/// A fixed-size vector on a 64-byte boundary (one AVX-512 register, one cache line) that the garbage collector never
/// moves. Zero at the start. Costs up to 64 bytes more than its content; nothing to dispose of.
/// </summary>
/// <typeparam name="T">Element type: float, double, int or byte.</typeparam>
internal sealed class AlignedBuffer<T> where T : unmanaged
{
    private const int Alignment = 64;
    private readonly T[] _array;
    private readonly int _start;

    /// <summary>Allocates <paramref name="length"/> zeros.</summary>
    /// <param name="length">Number of elements, not negative.</param>
    public AlignedBuffer(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        int slack = Alignment / Unsafe.SizeOf<T>();
        _array = GC.AllocateArray<T>(checked(length + slack), pinned: true);
        nint address = Marshal.UnsafeAddrOfPinnedArrayElement(_array, 0);
        _start = (int)((Alignment - (address & (Alignment - 1))) % Alignment) / Unsafe.SizeOf<T>();
        Length = length;
    }

    /// <summary>Number of elements.</summary>
    public int Length { get; }

    /// <summary>The elements.</summary>
    public Span<T> Span => _array.AsSpan(_start, Length);

    /// <summary>The elements, as a value that may be stored.</summary>
    public Memory<T> Memory => _array.AsMemory(_start, Length);
}
