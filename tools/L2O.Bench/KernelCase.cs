using L2O.Bench.Results;
using L2O.Kernels.Lanes;

namespace L2O.Bench;

/// <summary>A kernel to measure, and where.</summary>
/// <param name="Name">For the table.</param>
/// <param name="Lanes">Register width.</param>
/// <param name="Threads">Threads at work.</param>
/// <param name="Item">What a run has many of, in the singular.</param>
/// <param name="Prepare">Allocates and fills what the kernel works on.</param>
internal sealed record KernelCase(string Name, LaneWidth Lanes, int Threads, string Item, Func<Compute, KernelWork> Prepare)
{
    /// <summary>Takes the measurement, in turns with the multiply-add peak of the same lanes and threads.</summary>
    public KernelResult Measure(Repetitions repetitions)
    {
        using var compute = new Compute(Threads, Lanes);
        KernelWork work = Prepare(compute);
        Action peak = PeakBench.Operation(compute, out double peakFlops);
        PairedTiming timing = repetitions.Measure(work.Run, peak);
        double? gflops = null, share = null;
        if (work.Flops > 0)
        {
            gflops = work.Flops / timing.Operation.Median / 1e9;
            share = work.Flops / peakFlops / timing.Ratio.Median;
        }
        return new KernelResult(Name, (int)Lanes, Threads, timing.Operation.Times(1e6), Item,
            timing.Operation.Median / work.Items * 1e9, gflops, share);
    }
}
