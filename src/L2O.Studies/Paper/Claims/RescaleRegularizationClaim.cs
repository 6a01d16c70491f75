namespace L2O.Studies.Paper.Claims;

/// <summary>C4: a learned optimizer that may not break the rescale symmetry is slower.</summary>
internal sealed class RescaleRegularizationClaim() : Claim(
    "C4",
    "The larger the weight β of the rescale regularization, the worse the loss at iterations 50 and 200; without it (β = 0) L2O is the " +
        "fastest of all in the first 50",
    "figure 5, left",
    "mlp-leaky-relu-20; training loss, trailing mean of five batches; the first 50 iterations by the loss averaged over them; " +
        "ratios of the means over the runs")
{
    private const string Optimizee = "mlp-leaky-relu-20";

    private protected override void Collect(StudyTables tables, ClaimJudgment judgment)
    {
        var sweep = new BetaSweep(tables, Optimizee, "rescale");
        sweep.Show(judgment, 50, "0.40", "0.60", "0.85", "1.6");
        sweep.Show(judgment, 200, "0.30", "0.33", "0.42", "0.75");
        foreach ((string optimizer, string label) in new[] { ("adam", "Adam"), (StudyRates.Sgd, "SGD"), ("lion", "Lion") })
        {
            judgment.Show($"train loss of {label} at 200", "0.3 to 0.4", RunBootstrap.Mean(tables.Loss(Optimizee, optimizer, 200)));
            judgment.Require($"loss of {label} over β = 0, mean of iterations 1 to 50", "over 1",
                RunBootstrap.Ratio(tables.MeanLoss(Optimizee, optimizer, 50), tables.MeanLoss(Optimizee, "l2o", 50)), above: 1);
            judgment.ShowAtStudyRate(Optimizee, optimizer, $"loss of {label} over β = 0, mean of iterations 1 to 50", "over 1",
                name => RunBootstrap.Ratio(tables.MeanLoss(Optimizee, name, 50), tables.MeanLoss(Optimizee, "l2o", 50)));
        }
        sweep.RequireOrder(judgment, 50, "1.5", "1.4", "1.9");
        sweep.RequireOrder(judgment, 200, "1.1", "1.3", "1.8");
    }
}
