using L2O.MetaTesting;
using L2O.Reporting.Tables;

namespace L2O.Studies.Paper.Claims;

/// <summary>C12: the learned optimizer is twice as fast as Adam on its own network.</summary>
internal sealed class SpeedClaim() : Claim(
    "C12",
    "On the network of its meta-training L2O reaches a loss of 0.5 in at most half of Adam's iterations",
    "README of the study's code",
    "mlp-sigmoid-20 on half of the training split; L2O meta-trained on it for the sum of the losses at rate 0.01, Adam at 0.03 and SGD " +
        "at 0.1 with momentum, not searched; first iteration whose training loss, mean of nine batches, is under 0.5; ratio of the means " +
        "over the runs")
{
    private const string Optimizee = "mlp-sigmoid-20";

    private protected override void Collect(StudyTables tables, ClaimJudgment judgment)
    {
        StudyTables own = tables.Apart.TryGetValue(PaperTest.Speed, out StudyTables? found) ? found
            : throw new MissingResultException("there is no test with this claim's own settings");
        (string adam, string sgd) = (StudyRates.OfSpeed[0].Text, StudyRates.OfSpeed[1].Text);
        foreach ((string optimizer, string label, string study) in new[] { ("l2o", "L2O", "20"), (adam, "Adam", "45"),
            (sgd, "SGD", "120") })
            judgment.Show($"iterations of {label} to a loss of 0.5", study, RunBootstrap.Mean(Iterations(own, optimizer)));
        judgment.Require("iterations of L2O over Adam's", "0.44",
            RunBootstrap.Ratio(Iterations(own, "l2o"), Iterations(own, adam)), below: 0.5);
        try
        {
            judgment.Show("the same with L2O and searched Adam of the other claims", "",
                RunBootstrap.Ratio(Iterations(tables, "l2o"), Iterations(tables, "adam")));
        }
        catch (MissingResultException)
        {
            // the other claims' test was not asked for
        }
    }

    private static RunValues Iterations(StudyTables tables, string optimizer) => new(tables.Curves(Optimizee, optimizer).ToDictionary(
        static one => one.Run, static one => (double?)one.Curve.IterationsTo(LossCurve.ReportedThreshold, ComparisonTable.Window)
            ?? double.PositiveInfinity));
}
