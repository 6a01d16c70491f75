using System.Globalization;
using System.Text;
using L2O.MetaTesting;
using L2O.Numerics;
using L2O.Reporting.Styles;

namespace L2O.Reporting.Tables;

/// <summary>
/// How far optimizers carry (claim C11 of the study): a line for each optimizer, a column for each optimizee, the mean training loss of a
/// run next to that of the best tuned baseline.
/// </summary>
internal sealed class GeneralizationTable
{
    private GeneralizationTable(IReadOnlyList<GeneralizationCell> cells)
    {
        Cells = cells;
        Optimizees = [.. cells.Select(static cell => cell.Optimizee).Distinct()];
        Optimizers = [.. cells.Select(static cell => cell.Optimizer).Distinct()];
    }

    /// <summary>How to read the numbers.</summary>
    public static string Legend { get; } =
        "Training loss averaged over all iterations and runs, over that of the best tuned baseline on the same network (of the best " +
            "optimizer, where none was tuned): 1 is as good, below 1 better, 2 twice the loss.";

    /// <summary>By optimizee, then optimizer.</summary>
    public IReadOnlyList<GeneralizationCell> Cells { get; }

    /// <summary>The columns.</summary>
    public IReadOnlyList<string> Optimizees { get; }

    /// <summary>The lines.</summary>
    public IReadOnlyList<string> Optimizers { get; }

    /// <summary>Computes the table; null where there is nothing to compare: a single optimizee or optimizer.</summary>
    /// <param name="comparison">Stored results.</param>
    public static GeneralizationTable? From(Comparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        HashSet<string> tuned = [.. comparison.Searches.Select(static trial => trial.Optimizer)];
        var cells = new List<GeneralizationCell>();
        foreach (IGrouping<string, LossCurve> optimizee in comparison.Curves.GroupBy(static curve => curve.Optimizee))
        {
            (string Optimizer, double Loss)[] losses = [.. optimizee.GroupBy(static curve => curve.Optimizer)
                .Select(static runs => (runs.Key, MeanLoss([.. runs])))];
            (string Optimizer, double Loss)[] baselines = [.. losses.Where(one => tuned.Contains(one.Optimizer))];
            (string Optimizer, double Loss) best = (baselines.Length > 0 ? baselines : losses).MinBy(static one => one.Loss);
            cells.AddRange(losses.Select(one => new GeneralizationCell(optimizee.Key, one.Optimizer, one.Loss, one.Loss / best.Loss)
            {
                Versus = one.Optimizer == best.Optimizer ? 0
                    : double.IsFinite(one.Loss) ? Versus(optimizee, one.Optimizer, best.Optimizer) : 1,
            }));
        }
        var table = new GeneralizationTable(cells);
        return table.Optimizees.Count > 1 && table.Optimizers.Count > 1 ? table : null;
    }

    /// <summary>The cell of an optimizer and an optimizee.</summary>
    public GeneralizationCell? Find(string optimizer, string optimizee) =>
        Cells.FirstOrDefault(cell => cell.Optimizer == optimizer && cell.Optimizee == optimizee);

    /// <summary>What a cell shows: two digits behind the point, or that a run diverged.</summary>
    public static string Show(GeneralizationCell? cell) =>
        cell is null ? "-" : double.IsFinite(cell.Relative)
            ? cell.Relative.ToString(cell.Relative < 10 ? "F2" : "F0", CultureInfo.InvariantCulture) : "diverged";

    /// <summary>For a console.</summary>
    public string Text()
    {
        string[][] rows = [["", .. Optimizees],
            .. Optimizers.Select(optimizer =>
            (string[])[OptimizerPalette.Label(optimizer), .. Optimizees.Select(optimizee => Show(Find(optimizer, optimizee)))])];
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        var text = new StringBuilder("generalization\n");
        foreach (string[] row in rows)
            text.Append("  ")
                .Append(string.Join("  ",
                row.Select((cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))).TrimEnd())
                .Append('\n');
        return text.Append(Legend).Append('\n').ToString();
    }

    /// <summary>The table free of how it is written.</summary>
    public TableModel Model() => new("Generalization", Legend, ["optimizer", .. Optimizees],
        [TableGroup.Plain(Optimizers.Select(optimizer => Optimizees.Select(optimizee => Show(Find(optimizer, optimizee)))
            .Prepend(OptimizerPalette.Label(optimizer))))]);

    private static int Versus(IEnumerable<LossCurve> curves, string optimizer, string other)
    {
        Dictionary<int, double> OfRuns(string name) => curves.Where(curve => curve.Optimizer == name)
            .ToDictionary(static curve => curve.Run, static curve => MeanLoss([curve]));
        Dictionary<int, double> mine = OfRuns(optimizer), theirs = OfRuns(other);
        return PairedDifference.Sign([.. mine.Where(run => theirs.ContainsKey(run.Key)).Select(run => run.Value - theirs[run.Key])
            .Where(double.IsFinite)]);
    }

    private static double MeanLoss(IReadOnlyList<LossCurve> runs) =>
        runs.Any(static run => run.Diverged) ? double.PositiveInfinity
            : runs.Average(static run => run.Points.Average(static point => point.TrainLoss));
}
