using System.Globalization;
using L2O.Reporting.Tables;

namespace L2O.Studies.Paper.Claims;

/// <summary>C11: how a learned optimizer does on networks that it never saw. The study reports it without a test.</summary>
internal sealed class GeneralizationClaim() : Claim(
    "C11",
    "On networks that it never saw L2O is fast early, and worse or unstable far away from the network of its meta-training",
    "figure 6 and text",
    "the L2O of mlp-sigmoid-20 on other activations, widths, depths, with batch norm and convolutions: training loss averaged over a " +
        "run, over that of the best tuned baseline; and those of figure 6, with a regularizer of weight β, on networks that they never " +
        "saw: training loss at iteration 200, trailing mean of five batches")
{
    private const int Iteration = 200;

    private protected override void Collect(StudyTables tables, ClaimJudgment judgment)
    {
        GeneralizationTable table = tables.Generalization is { } comparison && GeneralizationTable.From(comparison) is { } found ? found
            : throw new MissingResultException("there is no meta-test on several networks");
        var cells = new List<(string Optimizee, double Relative)>();
        foreach (string optimizee in table.Optimizees)
            if (table.Find("l2o", optimizee) is { } cell)
            {
                cells.Add((optimizee, cell.Relative));
                judgment.Show($"loss over the best baseline's on {optimizee}", "", new RunInterval(cell.Relative, double.NaN, double.NaN));
            }
        if (cells.Count == 0)
            throw new MissingResultException("there is no run of l2o in the meta-test on several networks");
        ShowSweep(tables, judgment, PaperTest.FarRescale, "rescale", "mlp-leaky-relu-20", "mlp-sigmoid-100-100", "mlp-relu-20-batchnorm");
        ShowSweep(tables, judgment, PaperTest.FarTranslation, "translation", "mlp-sigmoid-20", "mlp-relu-20-batchnorm");
        (string worst, double factor) = cells.MaxBy(static cell => cell.Relative);
        judgment.Report(string.Create(CultureInfo.InvariantCulture,
            $"L2O beats the best tuned baseline on {cells.Count(static cell => cell.Relative < 1)} of {cells.Count} networks; it is " +
                $"worst on {worst}, {(double.IsFinite(factor) ? $"with {factor:G3} times the loss" : "where a run diverged")}."));
    }

    private static void ShowSweep(StudyTables tables, ClaimJudgment judgment, string test, string family, string own,
        params string[] optimizees)
    {
        if (!tables.Apart.TryGetValue(test, out StudyTables? far))
            return;
        foreach (string optimizee in optimizees)
            foreach (string beta in BetaSweep.Betas)
                if (far.Has(optimizee, BetaSweep.NameOf(family, beta)))
                    judgment.Show($"train loss of β = {beta} ({family}, of {own}) on {optimizee} at {Iteration}", "",
                        RunBootstrap.Mean(far.Loss(optimizee, BetaSweep.NameOf(family, beta), Iteration)));
    }
}
