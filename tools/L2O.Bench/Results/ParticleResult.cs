namespace L2O.Bench.Results;

/// <summary>How fast a particle training makes inner steps, in turns with the multiply-add peak.</summary>
/// <param name="Name">The learned optimizer.</param>
/// <param name="Threads">Threads, the peak's too.</param>
/// <param name="MicrosecondsPerStep">Wall-clock time over the inner steps of both signs and all particles.</param>
/// <param name="StepsPerSecond">Median, of all threads together.</param>
/// <param name="PeakGflops">Multiply-add peak of these threads meanwhile.</param>
internal sealed record ParticleResult(string Name, int Threads, Timing MicrosecondsPerStep, double StepsPerSecond, double PeakGflops)
{
    /// <summary>Steps a second and thread, as if the peak of a thread were 200 GFLOP/s.</summary>
    public double StepsPerThreadAt200 => StepsPerSecond / Threads * 200 / (PeakGflops / Threads);
}
