namespace L2O.Tables;

/// <summary>A row of a network's training curve.</summary>
/// <param name="Iteration">Steps made.</param>
/// <param name="TrainLoss">Mean loss of the batches since the row before; NaN in the first row.</param>
/// <param name="TrainAccuracy">Their mean accuracy; NaN where there are no classes.</param>
/// <param name="ValidationLoss">Loss on the validation split.</param>
/// <param name="ValidationAccuracy">Accuracy there; NaN where there are no classes.</param>
/// <param name="ValidationR2">R² there; NaN where no values are estimated.</param>
/// <param name="Best">Whether the validation loss is the lowest so far.</param>
internal readonly record struct TrainingPoint(int Iteration, double TrainLoss, double TrainAccuracy, double ValidationLoss,
    double ValidationAccuracy, double ValidationR2, bool Best);
