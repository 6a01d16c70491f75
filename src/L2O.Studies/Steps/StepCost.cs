namespace L2O.Studies.Steps;

/// <summary>What a step takes: an estimate, of which no result depends.</summary>
/// <param name="Seconds">With one thread.</param>
/// <param name="MemoryMegabytes">At its peak, in units of 10^6 bytes.</param>
/// <param name="MaxThreads">Threads that it can use with profit, 1 or more; it gets fewer where other steps can use the cores.</param>
internal sealed record StepCost(double Seconds, double MemoryMegabytes = 100, int MaxThreads = 1);
