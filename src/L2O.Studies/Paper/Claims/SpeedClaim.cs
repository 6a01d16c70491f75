using L2O.MetaTesting;
using L2O.Reporting.Tables;

namespace L2O.Studies.Paper.Claims;

/// <summary>C12: the learned optimizer is twice as fast as Adam on its own network.</summary>
internal sealed class SpeedClaim() : Claim(
    "C12",
    "On the network of its meta-training L2O reaches a loss of 0.5 in at most half of Adam's iterations",
    "README of the study's code",
    "mlp-sigmoid-20; first iteration whose training loss, mean of nine batches, is under 0.5; ratio of the means over the runs")
{
    private const string Optimizee = "mlp-sigmoid-20";

    private protected override void Collect(StudyTables tables, ClaimJudgment judgment)
    {
        RunValues Of(string optimizer) => new(tables.Curves(Optimizee, optimizer).ToDictionary(
            static curve => curve.Run, static curve => (double?)curve.IterationsTo(LossCurve.ReportedThreshold, ComparisonTable.Window)
                ?? double.PositiveInfinity));
        foreach ((string optimizer, string label, string study) in new[] { ("l2o", "L2O", "20"),
            ("adam", "Adam", "45"), (StudyRates.Sgd, "SGD", "120") })
            judgment.Show($"iterations of {label} to a loss of 0.5", study, RunBootstrap.Mean(Of(optimizer)));
        judgment.Require("iterations of L2O over Adam's", "0.44", RunBootstrap.Ratio(Of("l2o"), Of("adam")), below: 0.5);
    }
}
