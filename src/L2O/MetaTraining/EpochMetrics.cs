namespace L2O.MetaTraining;

/// <summary>What one epoch of meta-training came to. A function of settings and seed alone: no times.</summary>
/// <param name="Epoch">Counted from 1.</param>
/// <param name="MetaLoss">Mean meta-loss over the epoch's meta-steps: the logarithm of the loss summed over an unroll. NaN if there was
/// none.</param>
/// <param name="TestLoss">Training loss summed over a run, mean over the epoch's test runs, in nats; infinite if one of them diverged, NaN
/// if the epoch had none.</param>
/// <param name="Best">Whether phi after this epoch was the best so far; never without a meta-step.</param>
/// <param name="SkippedMetaSteps">Meta-steps left out because their gradient or their result was not finite.</param>
/// <param name="DivergedRuns">Runs that ended early because a number was not finite, test runs included.</param>
public sealed record EpochMetrics(int Epoch, double MetaLoss, double TestLoss, bool Best, int SkippedMetaSteps = 0, int DivergedRuns = 0);
