using L2O.Bench.Results;
using L2O.Kernels.Lanes;
using L2O.Kernels.Products;

namespace L2O.Bench;

/// <summary>The multiply-add peak at every register width on one thread, and at the widest on all.</summary>
internal static class PeakBench
{
    private const int ItemsPerThread = 32; // about a millisecond

    /// <summary>Widths and threads to measure, the last one the widest with all threads.</summary>
    public static IReadOnlyList<(LaneWidth Lanes, int Threads)> Cases(int threads)
    {
        List<(LaneWidth Lanes, int Threads)> cases = [.. AcceleratedLanes().Select(static lanes => (lanes, 1))];
        if (threads > 1)
            cases.Add((LaneDispatch.Widest, threads));
        return cases;
    }

    /// <summary>Register widths of this processor, the narrowest first.</summary>
    public static IEnumerable<LaneWidth> AcceleratedLanes() => Enum.GetValues<LaneWidth>().Where(LaneDispatch.IsAccelerated);

    /// <summary>Takes one measurement.</summary>
    public static PeakResult Measure(LaneWidth lanes, int threads, Repetitions repetitions)
    {
        using var compute = new Compute(threads, lanes);
        Action run = Operation(compute, out double flops);
        Timing timing = repetitions.Measure(run);
        double giga = flops / 1e9;
        return new PeakResult((int)lanes, threads, giga / timing.Median, giga / timing.UpperQuartile,
            giga / timing.LowerQuartile, giga / timing.Minimum);
    }

    /// <summary>A run of about a millisecond.</summary>
    /// <param name="compute">Lanes and threads.</param>
    /// <param name="flops">Floating-point operations of the run.</param>
    public static Action Operation(Compute compute, out double flops)
    {
        var peak = new MultiplyAddPeak(compute);
        int items = ItemsPerThread * compute.Threads;
        flops = peak.Flops(items);
        return () => peak.Run(items);
    }
}
