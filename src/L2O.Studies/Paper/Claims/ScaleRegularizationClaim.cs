namespace L2O.Studies.Paper.Claims;

/// <summary>C5: a learned optimizer that may not break the scale symmetry is slower at first and catches up.</summary>
internal sealed class ScaleRegularizationClaim() : Claim(
    "C5",
    "The larger the weight β of the scale regularization, the worse the loss at iteration 50; the gap between β = 1 and β = 0 has " +
        "closed by half at least at 200",
    "figure 5, right",
    "mlp-relu-20-batchnorm; training loss, trailing mean of five batches; ratios of the means over the runs")
{
    private const double Closed = 0.5;

    private protected override void Collect(StudyTables tables, ClaimJudgment judgment)
    {
        var sweep = new BetaSweep(tables, "mlp-relu-20-batchnorm", "scale");
        sweep.Show(judgment, 50, "0.35", "0.37", "0.5", "0.8");
        sweep.Show(judgment, 200, "0.3", "0.3", "0.3", "0.3");
        sweep.RequireOrder(judgment, 50, "1.06", "1.4", "1.6");
        judgment.Require("gap between β = 1 and β = 0 at 200 over that at 50", "about 0",
            RunBootstrap.Ratio(sweep.Gap(200), sweep.Gap(50)), below: Closed);
    }
}
