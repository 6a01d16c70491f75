using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace L2O.Kernels.Lanes;

/// <summary>Asks memory for what a kernel reads soon, where its arithmetic is too long for the processor to see that far.</summary>
internal static unsafe class Ahead
{
    /// <summary>Fetches a line into the caches; any address will do.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Fetch(void* address)
    {
        if (Sse.IsSupported)
            Sse.Prefetch0(address);
    }
}
