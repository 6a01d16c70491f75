using L2O.Dynamics.Symmetry;
using L2O.Optimizees.Symmetry;

namespace L2O.Studies.Paper.Claims;

/// <summary>C1: on a network with a rescale symmetry, the learned optimizer's updates break it most.</summary>
internal sealed class RescaleDeviationClaim() : Claim(
    "C1",
    "L2O's updates break the rescale symmetry more than Lion's, those more than Adam's, those more than SGD's; at iteration 100 L2O at " +
        "least 3 times as much as Lion and 20 times as much as Adam",
    "figure 4, left",
    "mlp-leaky-relu-20, |rescale deviation| of the updates at iterations 1 to 100; ratios of the means over the runs at 100")
{
    private const string Optimizee = "mlp-leaky-relu-20";

    private static readonly string s_measure = SymmetryQuantities.OfUpdates[(int)SymmetryKind.Rescale].Name;

    private protected override void Collect(StudyTables tables, ClaimJudgment judgment)
    {
        foreach ((string optimizer, string label, int iteration, string study) in new[]
        {
            ("l2o", "L2O", 10, "24"), ("l2o", "L2O", 40, "38"), ("l2o", "L2O", 100, "51"),
                ("lion", "Lion", 10, "2"), ("lion", "Lion", 100, "13"),
            ("adam", "Adam", 10, "2"), ("adam", "Adam", 100, "1"), (StudyRates.Sgd, "SGD", 100, "under 0.1"),
        })
            judgment.Show($"|rescale deviation| of {label} at {iteration}", study,
                RunBootstrap.Mean(tables.Measured(Optimizee, optimizer, s_measure, iteration)));
        RunValues l2o = tables.Measured(Optimizee, "l2o", s_measure, 100), lion = tables.Measured(Optimizee, "lion", s_measure, 100);
        RunValues adam = tables.Measured(Optimizee, "adam", s_measure, 100);
        RunValues sgd = tables.Measured(Optimizee, StudyRates.Sgd, s_measure, 100);
        judgment.Require("L2O over Lion at 100", "3.9", RunBootstrap.Ratio(l2o, lion), above: 3);
        judgment.Require("L2O over Adam at 100", "51", RunBootstrap.Ratio(l2o, adam), above: 20);
        judgment.Require("Lion over Adam at 100", "13", RunBootstrap.Ratio(lion, adam), above: 1);
        judgment.Require("Adam over SGD at 100", "over 10", RunBootstrap.Ratio(adam, sgd), above: 1);
        foreach ((string baseline, string label, int iteration, string study) in new[] { ("lion", "Lion", 10, "1.3"),
            ("lion", "Lion", 100, "12.4"), ("adam", "Adam", 10, "2.0"), ("adam", "Adam", 100, "0.8"),
            (StudyRates.Sgd, "SGD", 10, "0.13"), (StudyRates.Sgd, "SGD", 100, "0.09") })
            judgment.ShowAtStudyRate(Optimizee, baseline, $"|rescale deviation| of {label} at {iteration}", study,
                name => RunBootstrap.Mean(tables.Measured(Optimizee, name, s_measure, iteration)));
        foreach ((string baseline, string label, string study) in new[] { ("lion", "Lion", "3.9"), ("adam", "Adam", "51") })
            judgment.ShowAtStudyRate(Optimizee, baseline, $"L2O over {label} at 100", study,
                name => RunBootstrap.Ratio(l2o, tables.Measured(Optimizee, name, s_measure, 100)));
    }
}
