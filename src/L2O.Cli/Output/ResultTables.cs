using System.Text.Json;
using L2O.MetaTesting;
using L2O.Optimizees.Losses;
using L2O.Reporting.Tables;

namespace L2O.Cli.Output;

/// <summary>A comparison on the output: the table and what it says in words, or all of it as JSON.</summary>
internal static class ResultTables
{
    public static void Write(Terminal terminal, Comparison comparison, bool json, string folder)
    {
        var table = ComparisonTable.From(comparison);
        IReadOnlyList<string> findings = ComparisonVerdict.Sentences(table);
        if (json)
        {
            WriteJson(terminal, comparison, findings, folder);
            return;
        }
        terminal.Output.WriteLine(TextTable.Render(table));
        if (GeneralizationTable.From(comparison) is { } generalization)
            terminal.Output.WriteLine(generalization.Text());
        foreach (string finding in findings)
            terminal.Output.WriteLine(finding);
    }

    private static void WriteJson(Terminal terminal, Comparison comparison, IReadOnlyList<string> findings, string folder)
    {
        bool isSoftmax = comparison.Loss == LossKind.Softmax;
        var runs = comparison.Curves.Select(curve => new
        {
            curve.Optimizee,
            curve.Optimizer,
            curve.Run,
            curve.Diverged,
            LossThreshold = isSoftmax ? comparison.LossThresholdOn(curve.Optimizee) : (double?)null,
            IterationsToThreshold = isSoftmax
                ? curve.IterationsTo(comparison.LossThresholdOn(curve.Optimizee), ComparisonTable.Window) : null,
            FirstBatchUnderThreshold = isSoftmax ? curve.IterationsTo(comparison.LossThresholdOn(curve.Optimizee)) : null,
            curve.FinalTrain,
            curve.FinalTest,
        });
        var rates = comparison.Searches.Where(static trial => trial.Chosen)
            .Select(trial => new
            {
                trial.Optimizee,
                trial.Optimizer,
                trial.LearningRate,
                trial.Schedule,
                trial.Extended,
                AtEnd = LearningRateTrial.IsAtEnd(comparison.Searches, trial.Optimizee, trial.Optimizer),
            });
        terminal.Output.WriteLine(JsonSerializer.Serialize(new
        {
            comparison.Data,
            comparison.Loss,
            comparison.Iterations,
            findings,
            folder,
            runs,
            rates
        }, JsonText.Options));
    }
}
