namespace L2O.Bench;

/// <summary>A kernel ready to run.</summary>
/// <param name="Run">One run.</param>
/// <param name="Items">How many items, e.g. coordinates, a run handles.</param>
/// <param name="Flops">Floating-point operations of a run; 0 where the work is not arithmetic.</param>
internal sealed record KernelWork(Action Run, double Items, double Flops = 0);
