namespace L2O.Bench.Results;

/// <summary>What a step of an optimizer takes on one thread, in turns with the multiply-add peak.</summary>
/// <param name="Name">The optimizer.</param>
/// <param name="Network">Units of the network's layers.</param>
/// <param name="Parameters">Its parameters.</param>
/// <param name="Microseconds">Wall-clock time of a step.</param>
/// <param name="NanosecondsPerParameter">Median.</param>
/// <param name="PeakGflops">Multiply-add peak of the thread meanwhile.</param>
internal sealed record LearnedResult(string Name, string Network, int Parameters, Timing Microseconds, double NanosecondsPerParameter,
    double PeakGflops)
{
    /// <summary>The median, as if the peak were 200 GFLOP/s.</summary>
    public double NanosecondsAt200 => NanosecondsPerParameter * PeakGflops / 200;
}
