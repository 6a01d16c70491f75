using L2O.Optimizees.Losses;
using L2O.Reporting.Figures.Describing;
using L2O.Reporting.Styles;

namespace L2O.Reporting.Tables;

/// <summary>
/// Says in words, computed from the numbers, which optimizer was the fastest and by which factor, or, where no loss in nats was minimized,
/// which ended lowest. A winner is named where the runs decide it (<see cref="Standing"/>).
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
        string threshold = $"a training loss of {NumberText.Plain(rows[0].Threshold)}";
        if (ranked.Length == 0)
            return WithoutThreshold(optimizee, rows, threshold);
        ComparisonRow first = ranked[0];
        string median = first.Runs > 1 ? $" (median of {first.Runs} runs)" : "";
        string fastest = $"{Iterations(first)}{median}";
        if (rows.Count == 1)
            return $"On {optimizee}, {Name(first)} reached {threshold} after {fastest}.";
        if (ranked.Length == 1)
            return $"On {optimizee}, only {Name(first)} reached {threshold}{(first.Runs > 1 ? " in most of its runs" : "")}, "
                + $"after {fastest}.";
        var standing = Standing.Of(rows, RankedQuantity.Iterations);
        if (!standing.IsDecided)
            return $"On {optimizee}, {Undecided(standing, first.Runs)} in reaching {threshold}: "
                + $"{FigureText.List([.. Together(standing).Select(Reached)])}.";
        ComparisonRow second = ranked[1];
        string factor = NumberText.Factor(second.MedianIterations / first.MedianIterations);
        return $"On {optimizee}, {Name(first)} reached {threshold} after {fastest}, {factor} times as fast as {Name(second)}, "
            + $"the next, with {NumberText.Count(second.MedianIterations)}.";
    }

    /// <summary>Where a loss of 0.5 means nothing: who ended lowest on data that nobody was trained on.</summary>
    private static string Lowest(string optimizee, IReadOnlyList<ComparisonRow> rows)
    {
        ComparisonRow[] ranked = [.. rows.Where(static row => row.DivergedRuns == 0 && double.IsFinite(row.TestLoss.Mean))
            .OrderBy(static row => row.TestLoss.Mean)];
        if (ranked.Length == 0)
            return $"On {optimizee}, all optimizers diverged at least once.";
        if (ranked.Length == 1)
            return $"On {optimizee}, {Name(ranked[0])} ended with a test loss of {Ended(ranked[0])}.";
        var standing = Standing.Of(rows, RankedQuantity.TestLoss);
        return standing.IsDecided
            ? $"On {optimizee}, {Name(ranked[0])} ended with the lowest test loss, {Ended(ranked[0])}; {Name(ranked[1])}, the next, with "
                + $"{Ended(ranked[1])}."
            : $"On {optimizee}, {Undecided(standing, ranked[0].Runs)} in test loss at the end: "
                + $"{FigureText.List([.. Together(standing).Select(row => $"{Name(row)} {Ended(row)}")])}.";
    }

    private static string Ended(ComparisonRow row) =>
        NumberText.Loss(row.TestLoss.Mean) + (double.IsNaN(row.TestR2.Mean) ? "" : $" (R² {NumberText.Loss(row.TestR2.Mean)})");

    private static string WithoutThreshold(string optimizee, IReadOnlyList<ComparisonRow> rows, string threshold)
    {
        string none = $"On {optimizee}, no optimizer reached {threshold} in most of its runs";
        ComparisonRow? best = rows.Where(static row => row.DivergedRuns == 0 && double.IsFinite(row.TrainLoss.Mean))
            .MinBy(static row => row.TrainLoss.Mean);
        if (best is null)
            return $"{none}, and all of them diverged at least once.";
        var standing = Standing.Of(rows, RankedQuantity.TrainLoss);
        return rows.Count == 1 ? $"{none}; {Name(best)} ended at {NumberText.Loss(best.TrainLoss)}."
            : standing.IsDecided ? $"{none}; {Name(best)} ended lowest, at {NumberText.Loss(best.TrainLoss)}."
            : $"{none}; {Undecided(standing, best.Runs)} at the end: "
                + $"{FigureText.List([.. Together(standing).Select(static row => $"{Name(row)} {NumberText.Loss(row.TrainLoss)}")])}.";
    }

    private static string Undecided(Standing standing, int runs) => runs > 1
        ? $"{FigureText.List([.. Together(standing).Select(Name)])} are level" : "one run of each does not decide who is ahead";

    /// <summary>The leader and those level with it, in the order of the numbers.</summary>
    private static IEnumerable<ComparisonRow> Together(Standing standing) =>
        standing.Leader is { } leader ? [leader, .. standing.Level] : [];

    private static string Reached(ComparisonRow row) => double.IsFinite(row.MedianIterations)
        ? $"{Name(row)} after {Iterations(row)}"
        : $"{Name(row)} in {row.ReachedRuns} of {FigureText.Count(row.Runs, "run")}";

    private static string Iterations(ComparisonRow row) =>
        row.MedianIterations == 1 ? "1 iteration" : $"{NumberText.Count(row.MedianIterations)} iterations";

    private static string Name(ComparisonRow row) => OptimizerPalette.Label(row.Optimizer);
}
