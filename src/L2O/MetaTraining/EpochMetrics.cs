namespace L2O.MetaTraining;

/// <summary>What one epoch of meta-training came to.</summary>
/// <param name="Epoch">Counted from 1.</param>
/// <param name="MetaLoss">Mean meta-loss over the epoch's meta-steps: the logarithm of the loss summed over an unroll.</param>
/// <param name="TestLoss">Training loss summed over a run, mean over the epoch's test runs, in nats; NaN if the epoch had none.</param>
/// <param name="Best">Whether phi after this epoch was the best so far.</param>
/// <param name="Seconds">Wall-clock time that the epoch took, its test runs included.</param>
public sealed record EpochMetrics(int Epoch, double MetaLoss, double TestLoss, bool Best, double Seconds);
