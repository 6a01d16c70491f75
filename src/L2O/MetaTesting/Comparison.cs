using System.Collections.Immutable;
using L2O.Optimizees.Losses;

namespace L2O.MetaTesting;

/// <summary>The result of a meta-test: every curve, and how the baselines' learning rates were found.</summary>
/// <param name="Data">The dataset's name.</param>
/// <param name="Iterations">Planned length of each run.</param>
/// <param name="Curves">By optimizee, then optimizer, then run.</param>
/// <param name="Searches">Every rate tried for every baseline and optimizee.</param>
/// <param name="Loss">What the networks minimized. Losses under a threshold of nats are counted for <see cref="LossKind.Softmax"/>
/// alone.</param>
public sealed record Comparison(
    string Data, int Iterations, IReadOnlyList<LossCurve> Curves, IReadOnlyList<LearningRateTrial> Searches,
        LossKind Loss = LossKind.Softmax)
{
    /// <summary>
    /// For networks by name the training loss, in nats, whose first crossing is counted; 0.5 where a network is not in it.
    /// </summary>
    public ImmutableSortedDictionary<string, double> LossThresholds { get; init; } = ImmutableSortedDictionary<string, double>.Empty;

    /// <summary>The training loss, in nats, whose first crossing is counted on a network.</summary>
    /// <param name="optimizee">The network's name.</param>
    public double LossThresholdOn(string optimizee) => LossThresholds.GetValueOrDefault(optimizee, LossCurve.ReportedThreshold);

    /// <summary>
    /// A table: for each network and optimizer the learning rate that a search chose, the median iteration at which the mean of nine
    /// batches is under that threshold (cross-entropy only), and the mean final losses over the whole splits.
    /// </summary>
    public override string ToString() => ComparisonText.Render(this);
}
