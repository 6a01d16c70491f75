namespace L2O.MetaTraining;

/// <summary>Where a meta-training stands; reported a few times a second at most.</summary>
/// <param name="Epoch">The epoch under way, from 1.</param>
/// <param name="Iterations">Inner iterations done since the start of the first epoch, test runs included.</param>
/// <param name="TotalIterations">Inner iterations of all epochs, test runs included.</param>
/// <param name="Loss">Training loss of the last inner iteration, in nats.</param>
/// <param name="MetaLoss">Mean meta-loss over the meta-steps that the epoch under way has made; NaN before its first.</param>
public readonly record struct MetaTrainingProgress(int Epoch, long Iterations, long TotalIterations,
    double Loss, double MetaLoss = double.NaN);
