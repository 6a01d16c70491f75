using L2O.Dynamics.Covariance;

namespace L2O.Studies.Paper.Claims;

/// <summary>C9: the learned optimizer's updates vary most over mini-batches.</summary>
internal sealed class CovarianceClaim() : Claim(
    "C9",
    "The largest eigenvalue of the covariance of L2O's updates is above Lion's, that above Adam's and SGD's, which are alike (within a " +
        "factor of 5)",
    "figure 8, right",
    "mlp-leaky-relu-20, covariance over mini-batches, geometric mean over the snapshots from iteration 100 on, where the study's curves " +
        "no longer cross; ratios of the means over the runs")
{
    private const string Optimizee = "mlp-leaky-relu-20";
    private const int From = 100;
    private const double Alike = 5;

    private static readonly string s_measure = CovarianceObserver.UpdateEigenvalue.Name;

    private protected override void Collect(StudyTables tables, ClaimJudgment judgment)
    {
        RunValues Of(string optimizer) => SnapshotMean.Geometric(tables, Optimizee, optimizer, s_measure, From);
        foreach ((string optimizer, string label, string study) in new[] { ("l2o", "L2O", "0.1 to 0.03"),
            ("lion", "Lion", "0.006"), ("adam", "Adam", "0.02 to 0.0004"), (StudyRates.Sgd, "SGD", "0.0002 to 0.0008") })
            judgment.Show($"largest eigenvalue of {label}", study, RunBootstrap.Mean(Of(optimizer)));
        RunValues l2o = Of("l2o"), lion = Of("lion"), adam = Of("adam"), sgd = Of(StudyRates.Sgd);
        judgment.Require("L2O over Lion", "5 to 17", RunBootstrap.Ratio(l2o, lion), above: 1);
        judgment.Require("Lion over Adam", "up to 15", RunBootstrap.Ratio(lion, adam), above: 1);
        judgment.Require("Lion over SGD", "8 to 30", RunBootstrap.Ratio(lion, sgd), above: 1);
        foreach ((string baseline, string label, string study) in new[] { ("lion", "Lion", "0.006"), ("adam", "Adam", "0.0004"),
            (StudyRates.Sgd, "SGD", "0.0002 to 0.0008") })
            judgment.ShowAtStudyRate(Optimizee, baseline, $"largest eigenvalue of {label}", study, name => RunBootstrap.Mean(Of(name)));
        judgment.ShowAtStudyRate(Optimizee, "adam", "largest eigenvalue of Adam at 1", "0.02",
            name => RunBootstrap.Mean(tables.Measured(Optimizee, name, s_measure, 1)));
        judgment.Require("Adam over SGD", "about 1", RunBootstrap.Ratio(adam, sgd), above: 1 / Alike, below: Alike);
    }
}
