namespace L2O.Optimizees;

/// <summary>What a pass over a batch yields.</summary>
/// <param name="Loss">Mean of the samples' losses: in nats with softmax or binary cross-entropy, else in the loss's own unit.</param>
/// <param name="Accuracy">Share of the samples whose largest output is their label's, 0..1; NaN where there are no classes.</param>
/// <param name="R2">
/// Coefficient of determination, 1 where every estimate is right and 0 where the mean would do as well, the mean over the outputs; NaN
/// where it was not computed: it belongs to whole splits, and to outputs that are estimates of values.
/// </param>
public readonly record struct LossAndAccuracy(double Loss, double Accuracy, double R2 = double.NaN);
