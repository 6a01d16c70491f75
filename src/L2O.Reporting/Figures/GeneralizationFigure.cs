using System.Collections.Immutable;
using L2O.Reporting.Figures.Describing;
using L2O.Reporting.Figures.Models;
using L2O.Reporting.Styles;
using L2O.Reporting.Tables;

namespace L2O.Reporting.Figures;

/// <summary>
/// A heat map of the generalization table: blue where an optimizer beats the best tuned baseline, orange where it falls behind, the factor
/// in every field.
/// </summary>
internal static class GeneralizationFigure
{
    private const double FullColor = 2; // the factor at which a color is at its strongest

    /// <summary>Describes the table.</summary>
    /// <param name="table">At least two optimizees and two optimizers.</param>
    public static FigureModel Describe(GeneralizationTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        string[] rows = [.. table.Optimizers.Reverse()];
        GeneralizationCell?[] cells =
            [.. rows.SelectMany(optimizer => table.Optimizees.Select(optimizee => table.Find(optimizer, optimizee)))];
        var heat = new HeatSeries(
            "mean training loss over that of the best tuned baseline", [.. Places(table.Optimizees.Count)],
                [.. Places(rows.Length)], [.. cells.Select(static cell => cell?.Relative ?? double.NaN)])
        {
            Texts = [.. cells.Select(GeneralizationTable.Show)],
            IsLogarithmic = true,
            Middle = 1,
            Low = 1 / FullColor,
            High = FullColor,
        };
        var panel = new PanelModel(
            "", new AxisModel("") { Categories = [.. table.Optimizees] },
                new AxisModel("") { Categories = [.. rows.Select(OptimizerPalette.Label)] }, ImmutableArray.Create<SeriesModel>(heat));
        return new FigureModel("generalization", Title(table), GeneralizationTable.Legend, [panel]);
    }

    private static IEnumerable<double> Places(int count) => Enumerable.Range(0, count).Select(static i => (double)i);

    private static string Title(GeneralizationTable table)
    {
        string shown = table.Optimizers.Contains("l2o") ? "l2o" : table.Optimizers[0];
        GeneralizationCell[] cells = [.. table.Cells.Where(cell => cell.Optimizer == shown)];
        GeneralizationCell worst = cells.MaxBy(static cell => cell.Relative)!;
        string end = double.IsFinite(worst.Relative) ? $"its loss is {NumberText.Factor(worst.Relative)} times the best baseline's"
            : "it diverged";
        string name = OptimizerPalette.ShortLabel(shown);
        return worst.Relative < 1
            ? $"{name} beats the best tuned baseline on {FigureText.Share(cells.Length, cells.Length)}"
            : $"{name} beats the best tuned baseline on " +
                $"{FigureText.Share(cells.Count(static cell => cell.Relative < 1), cells.Length)}; on {worst.Optimizee} {end}";
    }
}
