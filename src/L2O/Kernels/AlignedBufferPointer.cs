using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using L2O.Numerics;

namespace L2O.Kernels;

/// <summary>Addresses of buffers that the garbage collector never moves. Whoever keeps the address keeps the buffer alive.</summary>
internal static unsafe class AlignedBufferPointer
{
    public static T* Pointer<T>(this AlignedBuffer<T> buffer) where T : unmanaged =>
        (T*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(buffer.Span));
}
