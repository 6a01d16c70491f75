using L2O.Dynamics.Symmetry;
using L2O.Optimizees.Symmetry;

namespace L2O.Studies.Paper.Claims;

/// <summary>C2: on a network with batch norm, the learned optimizer breaks the scale symmetry early, Lion ever more.</summary>
internal sealed class ScaleDeviationClaim() : Claim(
    "C2",
    "L2O's updates break the scale symmetry most at iteration 10 and less later, Lion's ever more, SGD's hardly (at most a tenth of L2O's)",
    "figure 4, right",
    "mlp-relu-20-batchnorm, |scale deviation| of the updates at iterations 1 to 100; ratios of the means over the runs")
{
    private const string Optimizee = "mlp-relu-20-batchnorm";
    private const double NearZero = 0.1;

    private static readonly string s_measure = SymmetryQuantities.OfUpdates[(int)SymmetryKind.Scale].Name;

    private protected override void Collect(StudyTables tables, ClaimJudgment judgment)
    {
        RunValues Of(string optimizer, int iteration) => tables.Measured(Optimizee, optimizer, s_measure, iteration);
        foreach ((string optimizer, string label, int iteration, string study) in new[]
        {
            ("l2o", "L2O", 10, "51"), ("l2o", "L2O", 100, "14"), ("adam", "Adam", 10, "26"), ("adam", "Adam", 100, "9"),
            ("lion", "Lion", 10, "5"), ("lion", "Lion", 100, "68"), (StudyRates.Sgd, "SGD", 100, "under 1"),
        })
            judgment.Show($"|scale deviation| of {label} at {iteration}", study, RunBootstrap.Mean(Of(optimizer, iteration)));
        judgment.Require("L2O over Adam at 10", "2", RunBootstrap.Ratio(Of("l2o", 10), Of("adam", 10)), above: 1);
        judgment.Require("L2O over Lion at 10", "10", RunBootstrap.Ratio(Of("l2o", 10), Of("lion", 10)), above: 1);
        judgment.Require("L2O at 100 over itself at 10", "0.27", RunBootstrap.Ratio(Of("l2o", 100), Of("l2o", 10)), below: 1);
        judgment.Require("Lion at 50 over itself at 10", "over 1", RunBootstrap.Ratio(Of("lion", 50), Of("lion", 10)), above: 1);
        judgment.Require("Lion at 100 over itself at 50", "over 1", RunBootstrap.Ratio(Of("lion", 100), Of("lion", 50)), above: 1);
        judgment.Require("SGD over L2O at 10", "under 0.02", RunBootstrap.Ratio(Of(StudyRates.Sgd, 10), Of("l2o", 10)), below: NearZero);
        foreach ((string baseline, string label, int iteration, string study) in new[] { ("adam", "Adam", 10, "24.8"),
            ("adam", "Adam", 100, "7.9"), ("lion", "Lion", 10, "4.9"), ("lion", "Lion", 100, "66"),
            (StudyRates.Sgd, "SGD", 10, "under 1") })
            judgment.ShowAtStudyRate(Optimizee, baseline, $"|scale deviation| of {label} at {iteration}", study,
                name => RunBootstrap.Mean(Of(name, iteration)));
        judgment.Require("SGD over L2O at 100", "under 0.07", RunBootstrap.Ratio(Of(StudyRates.Sgd, 100), Of("l2o", 100)), below: NearZero);
    }
}
