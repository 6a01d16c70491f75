using L2O.Optimizees.Losses;
using L2O.Reporting.Styles;

namespace L2O.Reporting.Tables;

/// <summary>
/// Says in words, computed from the numbers, which optimizer was the fastest and by which factor, or, where no loss in nats was minimized,
/// which ended lowest.
/// </summary>
internal static class ComparisonVerdict
{
    /// <summary>A sentence for each optimizee, in the table's order.</summary>
    /// <param name="table">The numbers.</param>
    public static IReadOnlyList<string> Sentences(ComparisonTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return [.. table.Rows.GroupBy(static row => row.Optimizee)
            .Select(group => table.Loss == LossKind.Softmax ? Sentence(group.Key, [.. group]) : Lowest(group.Key, [.. group]))];
    }

    private static string Sentence(string optimizee, IReadOnlyList<ComparisonRow> rows)
    {
        ComparisonRow[] ranked = [.. rows.Where(static row => double.IsFinite(row.MedianIterations))
            .OrderBy(static row => row.MedianIterations)];
        string threshold = NumberText.Plain(ComparisonTable.LossThreshold);
        if (ranked.Length == 0)
            return WithoutThreshold(optimizee, rows, threshold);
        ComparisonRow first = ranked[0];
        string median = first.Runs > 1 ? $" (median of {first.Runs} runs)" : "";
        string fastest = $"{NumberText.Count(first.MedianIterations)} iterations{median}";
        if (rows.Count == 1)
            return $"On {optimizee}, {Name(first)} reached a training loss of {threshold} after {fastest}.";
        if (ranked.Length == 1)
            return $"On {optimizee}, only {Name(first)} reached a training loss of {threshold}, after {fastest}.";
        ComparisonRow second = ranked[1];
        if (second.MedianIterations <= first.MedianIterations)
        {
            IEnumerable<string> winners = ranked.Where(row => row.MedianIterations.Equals(first.MedianIterations)).Select(Name);
            return $"On {optimizee}, {string.Join(" and ", winners)} were equally fast: a training loss of {threshold} after {fastest}.";
        }
        string factor = NumberText.Factor(second.MedianIterations / first.MedianIterations);
        return $"On {optimizee}, {Name(first)} reached a training loss of {threshold} after {fastest}, {factor} times as fast as " +
            $"{Name(second)}, "
            + $"the next, with {NumberText.Count(second.MedianIterations)}.";
    }

    /// <summary>Where a loss of 0.5 means nothing: who ended lowest on data that nobody was trained on.</summary>
    private static string Lowest(string optimizee, IReadOnlyList<ComparisonRow> rows)
    {
        ComparisonRow[] ranked = [.. rows.Where(static row => row.DivergedRuns == 0 && double.IsFinite(row.TestLoss.Mean))
            .OrderBy(static row => row.TestLoss.Mean)];
        if (ranked.Length == 0)
            return $"On {optimizee}, all optimizers diverged at least once.";
        string first =
            $"On {optimizee}, {Name(ranked[0])} ended with {(rows.Count == 1 ? "a" : "the lowest")} test loss" +
            $"{(rows.Count == 1 ? " of" : ",")} {Reached(ranked[0])}";
        return ranked.Length == 1 ? $"{first}." : $"{first}; {Name(ranked[1])}, the next, with {Reached(ranked[1])}.";
    }

    private static string Reached(ComparisonRow row) =>
        NumberText.Loss(row.TestLoss.Mean) + (double.IsNaN(row.TestR2.Mean) ? "" : $" (R² {NumberText.Loss(row.TestR2.Mean)})");

    private static string WithoutThreshold(string optimizee, IReadOnlyList<ComparisonRow> rows, string threshold)
    {
        string none = $"On {optimizee}, no optimizer reached a training loss of {threshold} in most of its runs";
        ComparisonRow? best = rows.Where(static row => row.DivergedRuns == 0 && double.IsFinite(row.TrainLoss.Mean))
            .MinBy(static row => row.TrainLoss.Mean);
        return best is null ? $"{none}, and all of them diverged at least once."
            : $"{none}; {Name(best)} ended lowest, at {NumberText.Loss(best.TrainLoss)}.";
    }

    private static string Name(ComparisonRow row) => OptimizerPalette.Label(row.Optimizer);
}
