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
        string shown = table.Optimizers.FirstOrDefault(OptimizerPalette.IsLearned) ?? table.Optimizers[0];
        GeneralizationCell[] cells = [.. table.Cells.Where(cell => cell.Optimizer == shown)];
        GeneralizationCell worst = cells.MaxBy(static cell => cell.Relative)!;
        int better = cells.Count(static cell => cell.Versus < 0), level = cells.Count(static cell => cell.Versus == 0);
        string name = OptimizerPalette.ShortLabel(shown), rest = level == 0 ? ""
            : $"{(better > 0 ? "; " : " ")}level on {FigureText.Share(level, cells.Length)}";
        string beats = better > 0 ? $" beats the best tuned baseline on {FigureText.Share(better, cells.Length)}"
            : level > 0 ? " and the best tuned baseline:" : " is behind the best tuned baseline everywhere";
        return $"{name}{beats}{rest}" + (worst.Versus <= 0 ? ""
            : double.IsFinite(worst.Relative) ? $"; on {worst.Optimizee} its loss is {NumberText.Factor(worst.Relative)} times as high"
            : $"; on {worst.Optimizee} it diverged");
    }
}
