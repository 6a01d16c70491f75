namespace L2O.Optimizees;

/// <summary>What a pass over a batch yields.</summary>
/// <param name="Loss">Mean negative log-likelihood over the batch, in nats.</param>
/// <param name="Accuracy">Share of the samples whose most likely class is the label, 0..1.</param>
public readonly record struct LossAndAccuracy(double Loss, double Accuracy);
