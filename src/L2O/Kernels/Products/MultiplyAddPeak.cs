using System.Runtime.CompilerServices;
using L2O.Kernels.Lanes;

namespace L2O.Kernels.Products;

/// <summary>
/// Multiply-adds on registers and nothing else: what the processor can do at most, as the measure for every kernel.
/// Single precision, at the compute's register width, on all of its threads.
/// </summary>
/// <param name="compute">Lanes and threads.</param>
internal sealed class MultiplyAddPeak(Compute compute) : IParallelWork
{
    // Two multiply-adds a cycle with a latency of four cycles want eight independent sums; twelve leave a margin, and
    // with the two constants they fit the sixteen registers that AVX2 has.
    private const int Sums = 12;

    // About 30 µs: short enough that a thread that starts late only takes fewer items.
    private const int RoundsPerItem = 20_000;

    private readonly float[] _results = new float[compute.Threads];

    /// <summary>Floating-point operations of <see cref="Run"/>: a multiply-add counts as two.</summary>
    public long Flops(int items) => 2L * Sums * RoundsPerItem * items * Math.Max(1, (int)compute.Lanes / (8 * sizeof(float)));

    /// <summary>Does that many items. Allocates nothing.</summary>
    public void Run(int items) => compute.ForEach(this, items);

    void IParallelWork.Execute(int item, int worker)
    {
        var kernel = new Kernel(RoundsPerItem);
        LaneDispatch.Run<Kernel, float>(compute.Lanes, ref kernel);
        _results[worker] = kernel.Result; // kept, or the compiler would drop the work
    }

    private unsafe struct Kernel(int rounds) : ILaneKernel<float>
    {
        public float Result;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<TLanes>() where TLanes : unmanaged, ILanes<TLanes, float>
        {
            // x·factor + addend tends to 1: no overflow, no denormals, whatever the number of rounds.
            TLanes factor = TLanes.Broadcast(0.999f), addend = TLanes.Broadcast(0.001f);
            TLanes a = factor, b = factor, c = factor, d = factor, e = factor, f = factor;
            TLanes g = factor, h = factor, i = factor, j = factor, k = factor, l = factor;
            for (int round = rounds; round > 0; round--)
            {
                a = TLanes.MultiplyAdd(a, factor, addend);
                b = TLanes.MultiplyAdd(b, factor, addend);
                c = TLanes.MultiplyAdd(c, factor, addend);
                d = TLanes.MultiplyAdd(d, factor, addend);
                e = TLanes.MultiplyAdd(e, factor, addend);
                f = TLanes.MultiplyAdd(f, factor, addend);
                g = TLanes.MultiplyAdd(g, factor, addend);
                h = TLanes.MultiplyAdd(h, factor, addend);
                i = TLanes.MultiplyAdd(i, factor, addend);
                j = TLanes.MultiplyAdd(j, factor, addend);
                k = TLanes.MultiplyAdd(k, factor, addend);
                l = TLanes.MultiplyAdd(l, factor, addend);
            }
            TLanes sum = a + b + (c + d) + (e + f + (g + h)) + (i + j + (k + l));
            float* lanes = stackalloc float[TLanes.Width];
            TLanes.Store(sum, lanes);
            Result = lanes[0];
        }
    }
}
