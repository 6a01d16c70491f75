using L2O.Dynamics.Noise;

namespace L2O.Studies.Paper.Claims;

/// <summary>C8: the learned optimizer's updates are the least heavy-tailed, its gradients the most.</summary>
internal sealed class TailIndexClaim() : Claim(
    "C8",
    "The noise of L2O's updates is the least heavy-tailed (largest tail index α), although that of its gradients is the most " +
        "heavy-tailed (smallest α)",
    "figure 8, left",
    "mlp-leaky-relu-20, tail index of the update and gradient noise over all mini-batches, mean over the snapshots up to iteration " +
        "1000; differences of the means over the runs")
{
    private const string Optimizee = "mlp-leaky-relu-20";

    private static readonly string s_update = NoiseObserver.UpdateTailIndex.Name;
    private static readonly string s_gradient = NoiseObserver.GradientTailIndex.Name;

    private protected override void Collect(StudyTables tables, ClaimJudgment judgment)
    {
        RunValues Of(string optimizer, string measure) => SnapshotMean.Arithmetic(tables, Optimizee, optimizer, measure);
        foreach ((string optimizer, string label, string update) in new[] { ("l2o", "L2O", "0.81 to 0.84"),
            ("adam", "Adam", "0.64 to 0.67"), (StudyRates.Sgd, "SGD", "0.57") })
        {
            judgment.Show($"α of {label}'s updates", update, RunBootstrap.Mean(Of(optimizer, s_update)));
            judgment.Show($"α of {label}'s gradients", "0.54 to 0.57", RunBootstrap.Mean(Of(optimizer, s_gradient)));
        }
        foreach ((string optimizer, string label, string update) in new[] { ("adam", "Adam", "0.17"), (StudyRates.Sgd, "SGD", "0.26") })
        {
            judgment.Require($"α of L2O's updates less {label}'s", update,
                Difference(Of("l2o", s_update), Of(optimizer, s_update)), above: 0);
            judgment.ShowAtStudyRate(Optimizee, optimizer, $"α of L2O's updates less {label}'s", update,
                name => Difference(Of("l2o", s_update), Of(name, s_update)));
            judgment.ShowAtStudyRate(Optimizee, optimizer, $"α of L2O's gradients less {label}'s", "under 0",
                name => Difference(Of("l2o", s_gradient), Of(name, s_gradient)));
            judgment.Require($"α of L2O's gradients less {label}'s", "under 0",
                Difference(Of("l2o", s_gradient), Of(optimizer, s_gradient)), below: 0);
        }
    }

    private static RunInterval Difference(RunValues first, RunValues second) =>
        RunBootstrap.Mean(first.With(second, static (a, b) => a - b));
}
