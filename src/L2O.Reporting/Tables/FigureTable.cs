using System.Collections.Immutable;
using L2O.Reporting.Figures.Models;

namespace L2O.Reporting.Tables;

/// <summary>The values that a panel of a figure shows, as tables; of long series every k-th row.</summary>
internal static class FigureTable
{
    /// <summary>The most rows that a table has.</summary>
    internal const int MaxRows = 200;

    private const int MaxColumns = 16;

    /// <summary>
    /// A table for the lines, one for the points, one for the histograms and one for each matrix, as far as there are such.
    /// </summary>
    /// <param name="panel">The panel.</param>
    internal static ImmutableArray<TableModel> Of(PanelModel panel)
    {
        var tables = ImmutableArray.CreateBuilder<TableModel>();
        LineSeries[] lines = [.. panel.Series.OfType<LineSeries>().Where(static line => !line.IsGuide)];
        if (lines.Length > 0)
            tables.Add(Lines(panel, lines));
        PointSeries[] points = [.. panel.Series.OfType<PointSeries>()];
        if (points.Any(static one => one.X.Length > 0))
            tables.Add(Points(panel, points));
        HistogramSeries[] histograms = [.. panel.Series.OfType<HistogramSeries>()];
        if (histograms.Length > 0)
            tables.Add(Histograms(panel, histograms));
        tables.AddRange(panel.Series.OfType<HeatSeries>().Select(heat => Heat(panel, heat)));
        return tables.DrainToImmutable();
    }

    private static TableModel Lines(PanelModel panel, LineSeries[] lines)
    {
        Dictionary<double,
            int>[] places = [.. lines.Select(static line => line.X.Select(static (x, i) => (x, i))
            .GroupBy(static one => one.x).ToDictionary(static one => one.Key, static one => one.First().i))];
        double[] at = [.. lines.SelectMany(static line => line.X).Distinct().Order()];
        return Thin(panel, panel.Vertical.Label,
            [panel.Horizontal.Label, .. lines.Select(static line => line.Low.IsEmpty ? line.Name : $"{line.Name} (band)")],
            at.Length, row =>
                [Show(panel.Horizontal, at[row]),
                .. lines.Select((line, i) => places[i].TryGetValue(at[row], out int place) ? Value(panel.Vertical, line, place) : "-")]);
    }

    private static string Value(AxisModel axis, LineSeries line, int at) =>
        line.Low.IsEmpty || double.IsNaN(line.Low[at]) ? Show(axis, line.Y[at])
            : $"{Show(axis, line.Y[at])} ({Show(axis, line.Low[at])} to {Show(axis, line.High[at])})";

    private static TableModel Points(PanelModel panel, PointSeries[] series)
    {
        (PointSeries Series, int At)[] all = [.. series.SelectMany(static one => one.X.Select((_, i) => (one, i)))];
        bool isLabeled = series.Any(static one => !one.Labels.IsEmpty);
        return Thin(panel, "points",
            ["series", panel.Horizontal.Label, panel.Vertical.Label, .. isLabeled ? ["note"] : Array.Empty<string>()], all.Length, row =>
        [
            all[row].Series.Name, Show(panel.Horizontal, all[row].Series.X[all[row].At]),
                Show(panel.Vertical, all[row].Series.Y[all[row].At]),
            .. isLabeled ? [all[row].Series.Labels.IsEmpty ? "" : all[row].Series.Labels[all[row].At]] : Array.Empty<string>(),
        ]);
    }

    private static TableModel Histograms(PanelModel panel, HistogramSeries[] series)
    {
        Dictionary<double,
            double>[] heights =
            [.. series.Select(static one => one.Heights.Select((height, i) => (Edge: one.Edges[i], height))
            .GroupBy(static bin => bin.Edge).ToDictionary(static bin => bin.Key, static bin => bin.First().height))];
        double[] edges = [.. heights.SelectMany(static one => one.Keys).Distinct().Order()];
        return Thin(panel, "heights above the baseline",
            [$"{panel.Horizontal.Label}, from",
            .. series.Select(static one => one.Label.Length > 0 ? $"{one.Name} {one.Label}".Trim() : one.Name)],
            edges.Length, row =>
                [NumberText.Digits(edges[row]),
                .. heights.Select(one => one.TryGetValue(edges[row], out double height) ? NumberText.Digits(height) : "-")]);
    }

    private static TableModel Heat(PanelModel panel, HeatSeries heat)
    {
        int step = (heat.X.Length + MaxColumns - 1) / MaxColumns;
        int[] columns = [.. Enumerable.Range(0, heat.X.Length).Where(column => column % Math.Max(step, 1) == 0)];
        string every = step > 1 ? $"; every {Ordinal(step)} column" : "";
        return Thin(panel, heat.Name + every, [$"{panel.Vertical.Label} / {panel.Horizontal.Label}",
            .. columns.Select(column => Show(panel.Horizontal, heat.X[column]))], heat.Y.Length,
            row => [Show(panel.Vertical, heat.Y[row]), .. columns.Select(column => Cell(heat, (row * heat.X.Length) + column))]);
    }

    private static string Cell(HeatSeries heat, int at) => heat.Texts.IsEmpty ? NumberText.Digits(heat.Values[at]) : heat.Texts[at];

    private static TableModel Thin(PanelModel panel, string what, ImmutableArray<string> columns,
        int rows, Func<int, IEnumerable<string>> row)
    {
        int step = Math.Max(1, (rows + MaxRows - 1) / MaxRows);
        string every = step > 1 ? $"; every {Ordinal(step)} of {rows} rows, the CSV file has all" : "";
        string where = panel.Title.Length > 0 ? $"{panel.Title}: " : "";
        return new TableModel("", $"{where}{what}{every}", columns,
            [TableGroup.Plain(Enumerable.Range(0, rows).Where(i => i % step == 0).Select(row))]);
    }

    private static string Show(AxisModel axis, double value) =>
        !axis.Categories.IsEmpty && value >= 0 && value < axis.Categories.Length ? axis.Categories[(int)value] : NumberText.Digits(value);

    private static string Ordinal(int number) => number switch
    {
        2 => "second",
        3 => "third",
        _ => (number % 10, number % 100) switch
        {
            (1, not 11) => $"{number}st",
            (2, not 12) => $"{number}nd",
            (3, not 13) => $"{number}rd",
            _ => $"{number}th",
        },
    };
}
