using System.Collections.Immutable;

namespace L2O.Studies.Paper.Claims;

/// <summary>Learned optimizers that were charged for their deviations with growing β, all on the network of their meta-training.</summary>
/// <param name="tables">What was stored.</param>
/// <param name="optimizee">The network.</param>
/// <param name="prefix">Their names' beginning, e.g. <c>rescale</c>.</param>
internal sealed class BetaSweep(StudyTables tables, string optimizee, string prefix)
{
    /// <summary>The study's weights, 0 first.</summary>
    public static ImmutableArray<string> Betas { get; } = ["0", "0.1", "0.5", "1"];

    private ImmutableArray<string> Names => [.. Betas.Select(beta => NameOf(prefix, beta))];

    /// <summary>Stored name of the learned optimizer with a weight of a regularizer.</summary>
    public static string NameOf(string family, string beta) => beta == "0" ? "l2o" : $"{family}-{beta}";

    /// <summary>Shows the loss of each at an iteration.</summary>
    public void Show(ClaimJudgment judgment, int iteration, params string[] study)
    {
        for (int i = 0; i < study.Length; i++)
            judgment.Show($"train loss of β = {Betas[i]} at {iteration}", study[i], RunBootstrap.Mean(Loss(i, iteration)));
    }

    /// <summary>The larger β, the larger the loss at an iteration.</summary>
    public void RequireOrder(ClaimJudgment judgment, int iteration, params string[] study)
    {
        for (int i = 1; i < Names.Length; i++)
            judgment.Require($"train loss of β = {Betas[i]} over β = {Betas[i - 1]} at {iteration}",
                study[i - 1], RunBootstrap.Ratio(Loss(i, iteration), Loss(i - 1, iteration)), above: 1);
    }

    /// <summary>Loss of β = 1 less that of β = 0, in each run.</summary>
    public RunValues Gap(int iteration) => Loss(Names.Length - 1, iteration).With(Loss(0, iteration), static (most, none) => most - none);

    private RunValues Loss(int index, int iteration) => tables.Loss(optimizee, Names[index], iteration);
}
