namespace L2O.MetaTesting;

/// <summary>What was measured at one iteration of a run.</summary>
/// <param name="Iteration">Counted from 1.</param>
/// <param name="TrainLoss">Loss on the iteration's training batch, before its step, in nats.</param>
/// <param name="TrainAccuracy">Accuracy on that batch, 0..1.</param>
/// <param name="TestLoss">Loss on one test batch before the step; NaN at iterations without a test.</param>
/// <param name="TestAccuracy">Accuracy on that test batch; NaN at iterations without a test.</param>
public readonly record struct CurvePoint(int Iteration, double TrainLoss, double TrainAccuracy, double TestLoss, double TestAccuracy);
