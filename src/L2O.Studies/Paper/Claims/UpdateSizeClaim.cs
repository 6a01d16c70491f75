using L2O.Dynamics.Updates;

namespace L2O.Studies.Paper.Claims;

/// <summary>C10: the learned optimizer starts with the largest updates and then comes close to Adam's.</summary>
internal sealed class UpdateSizeClaim() : Claim(
    "C10",
    "L2O starts with the largest updates of all (iterations 1 to 10), then its distribution comes close to Adam's: at 500 its largest " +
        "update is within a factor of 3 of Adam's, and nearer to it than at 5",
    "figure 9",
    "mlp-sigmoid-20, the largest |update| of an iteration, of the first run alone as in the study; conditions: ratios of the means over " +
        "the runs")
{
    private const string Optimizee = "mlp-sigmoid-20";
    private const double Close = 3;

    private static readonly string s_measure = HistogramObserver.Largest.Name;

    private protected override void Collect(StudyTables tables, ClaimJudgment judgment)
    {
        RunValues Of(string optimizer, int iteration) => tables.Measured(Optimizee, optimizer, s_measure, iteration);
        foreach ((int iteration, string study) in new[] { (1, "0.08"), (5, "0.30"), (10, "0.23"),
            (30, "0.17"), (100, "0.15"), (500, "0.15") })
            judgment.Show($"largest |update| of L2O at {iteration}", study, RunBootstrap.Mean(Of("l2o", iteration).First));
        foreach ((string optimizer, string label, int iteration, string study) in new[] { ("adam", "Adam", 1, "0.05"),
            ("adam", "Adam", 500, "0.09"), (StudyRates.Sgd, "SGD", 500, "0.03"), ("lion", "Lion", 500, "its learning rate") })
        {
            judgment.Show($"largest |update| of {label} at {iteration}", study, RunBootstrap.Mean(Of(optimizer, iteration).First));
            judgment.ShowAtStudyRate(Optimizee, optimizer, $"largest |update| of {label} at {iteration}", study,
                name => RunBootstrap.Mean(Of(name, iteration).First));
        }
        RunValues Early(string optimizer) => Of(optimizer, 1).With(Of(optimizer, 5), Math.Max).With(Of(optimizer, 10), Math.Max);
        RunValues early = Early("l2o");
        foreach ((string optimizer, string label, string study) in new[] { ("adam", "Adam", "about 6"),
            ("lion", "Lion", "over 1"), (StudyRates.Sgd, "SGD", "about 10") })
            judgment.Require($"L2O over {label}, largest of iterations 1, 5 and 10", study,
                RunBootstrap.Ratio(early, Early(optimizer)), above: 1);
        judgment.Require("L2O over Adam at 500", "1.7", RunBootstrap.Ratio(Of("l2o", 500), Of("adam", 500)),
            above: 1 / Close, below: Close);
        RunValues before = Distance(Of("l2o", 5), Of("adam", 5)), after = Distance(Of("l2o", 500), Of("adam", 500));
        judgment.Require("|logarithm of L2O over Adam| at 500 less that at 5", "-1.2",
            RunBootstrap.Mean(after.With(before, static (a, b) => a - b)), below: 0);
    }

    private static RunValues Distance(RunValues first, RunValues second) => first.With(second, static (a, b) => Math.Abs(Math.Log(a / b)));
}
