using System.Globalization;
using System.Text.Json;
using L2O.MetaTesting;
using L2O.Reporting;
using L2O.Reporting.Tables;
using L2O.Runs;

namespace L2O.Cli;

/// <summary>A comparison on the output: the table and what it says in words, or all of it as JSON.</summary>
internal static class ResultTables
{
    public static void Write(Terminal terminal, Comparison comparison, bool json, string folder)
    {
        var table = ComparisonTable.From(comparison);
        IReadOnlyList<string> findings = ComparisonVerdict.Sentences(table);
        if (json)
        {
            var runs = comparison.Curves.Select(static curve => new
            {
                curve.Optimizee,
                curve.Optimizer,
                curve.Run,
                curve.Diverged,
                IterationsToHalf = curve.IterationsTo(ComparisonTable.LossThreshold, ComparisonTable.Window),
                FirstBatchUnderHalf = curve.IterationsTo(ComparisonTable.LossThreshold),
                curve.FinalTrain,
                curve.FinalTest,
            });
            var rates = comparison.Searches.Where(static trial => trial.Chosen).Select(static trial => new { trial.Optimizee, trial.Optimizer, trial.LearningRate });
            terminal.Output.WriteLine(JsonSerializer.Serialize(new { comparison.Data, comparison.Iterations, findings, folder, runs, rates }, JsonText.Options));
            return;
        }
        terminal.Output.WriteLine(TextTable.Render(table));
        if (GeneralizationTable.From(comparison) is { } generalization)
            terminal.Output.WriteLine(generalization.Text());
        foreach (string finding in findings)
            terminal.Output.WriteLine(finding);
    }

    /// <summary>A line for each optimizer and network: mean and spread of the deviation over the runs at a few iterations.</summary>
    public static void WriteDeviations(Terminal terminal, IReadOnlyList<RunDeviations> runs)
    {
        foreach (IGrouping<string, RunDeviations> optimizee in runs.GroupBy(static run => run.Optimizee))
        {
            int last = optimizee.Max(static run => run.Values.Count);
            int[] shown = [.. new[] { 1, last / 4, last / 2, last }.Where(static iteration => iteration > 0).Distinct()];
            terminal.Output.WriteLine();
            terminal.Output.WriteLine($"{optimizee.Key}: |{optimizee.First().Symmetry} deviation| of the updates, mean ± standard deviation over the runs");
            terminal.Output.WriteLine($"  {"optimizer",-24}{string.Concat(shown.Select(static iteration => $"{$"iteration {iteration}",-24}"))}".TrimEnd());
            foreach (IGrouping<string, RunDeviations> optimizer in optimizee.GroupBy(static run => run.Optimizer))
                terminal.Output.WriteLine($"  {OptimizerPalette.Label(optimizer.Key),-24}{string.Concat(shown.Select(iteration => $"{At([.. optimizer], iteration),-24}"))}".TrimEnd());
        }
    }

    private static string At(IReadOnlyList<RunDeviations> runs, int iteration)
    {
        var spread = Spread.Of([.. runs.Where(run => run.Values.Count >= iteration).Select(run => run.Values[iteration - 1])]);
        return string.Create(CultureInfo.InvariantCulture, $"{spread.Mean:G3} ± {spread.Deviation:G2}");
    }
}
