namespace L2O.MetaTesting;

/// <summary>Where a meta-test stands; reported after each run.</summary>
/// <param name="Iterations">Inner iterations done, searches included.</param>
/// <param name="TotalIterations">Inner iterations planned, searches included.</param>
/// <param name="Loss">Last training loss of the run that ended, in nats.</param>
public readonly record struct MetaTestProgress(long Iterations, long TotalIterations, double Loss);
