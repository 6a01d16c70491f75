namespace L2O.MetaTesting;

/// <summary>One learning rate tried in a search.</summary>
/// <param name="Optimizee">The optimizee's name.</param>
/// <param name="Optimizer">The optimizer's name.</param>
/// <param name="LearningRate">The rate tried.</param>
/// <param name="SummedLosses">For each run the training loss summed over the search's iterations, in nats; NaN if the run diverged.</param>
/// <param name="Chosen">Whether this rate won: smallest mean of <paramref name="SummedLosses"/>; a diverged rate loses.</param>
public sealed record LearningRateTrial(string Optimizee, string Optimizer, double LearningRate,
    IReadOnlyList<double> SummedLosses, bool Chosen);
