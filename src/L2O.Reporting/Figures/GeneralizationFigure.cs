using L2O.Reporting.Tables;
using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;

namespace L2O.Reporting.Figures;

/// <summary>A heat map of the generalization table: blue where an optimizer beats the best tuned baseline, orange where it falls behind, the factor in every field.</summary>
public static class GeneralizationFigure
{
    private const double FullColor = 2; // the factor at which a colour is at its strongest

    private static readonly Color s_better = Color.FromHex("#0072B2");
    private static readonly Color s_worse = Color.FromHex("#D55E00");
    private static readonly Color s_equal = Color.FromHex("#F7F7F7");
    private static readonly Color s_ink = Color.FromHex("#222222");

    /// <summary>Draws the table.</summary>
    /// <param name="table">At least two optimizees and two optimizers.</param>
    public static FigurePage Draw(GeneralizationTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        Plot plot = FigurePanel.Create("", "", "");
        int columns = table.Optimizees.Count, rows = table.Optimizers.Count;
        for (int row = 0; row < rows; row++)
            for (int column = 0; column < columns; column++)
                AddField(plot, column, rows - 1 - row, table.Find(table.Optimizers[row], table.Optimizees[column]), Math.Clamp(140 / columns, 11, 17));
        plot.Axes.SetLimits(-0.5, columns - 0.5, -0.5, rows - 0.5);
        plot.Axes.Bottom.TickGenerator = new NumericManual([.. table.Optimizees.Select(static (name, i) => new Tick(i, name))]);
        plot.Axes.Left.TickGenerator = new NumericManual([.. table.Optimizers.Select((name, i) => new Tick(rows - 1 - i, OptimizerPalette.Label(name)))]);
        plot.Axes.Bottom.TickLabelStyle.Rotation = 30;
        plot.Axes.Bottom.TickLabelStyle.Alignment = Alignment.UpperLeft;
        plot.Axes.Bottom.MajorTickStyle.Length = 0;
        plot.Axes.Left.MajorTickStyle.Length = 0;
        plot.Grid.IsVisible = false;
        plot.Layout.Fixed(new PixelPadding(left: 190, right: 110, bottom: 150, top: 12));
        return new FigurePage(
            "Generalization", "mean training loss over that of the best tuned baseline on the same network", [plot],
            [
                new LegendEntry("better than every tuned baseline", "#0072B2", LegendMark.Disc),
                new LegendEntry("worse; strongest at twice the loss and more", "#D55E00", LegendMark.Disc),
            ]);
    }

    private static void AddField(Plot plot, int column, int row, GeneralizationCell? cell, int fontSize)
    {
        double strength = cell is null ? 0 : Math.Clamp(Math.Log(cell.Relative) / Math.Log(FullColor), -1, 1); // infinite where a run diverged
        Rectangle field = plot.Add.Rectangle(column - 0.48, column + 0.48, row - 0.48, row + 0.48);
        field.FillColor = Mix(s_equal, strength < 0 ? s_better : s_worse, Math.Abs(strength));
        field.LineWidth = 0;
        Text text = plot.Add.Text(GeneralizationTable.Show(cell), column, row);
        text.LabelAlignment = Alignment.MiddleCenter;
        text.LabelFontSize = fontSize;
        text.LabelFontColor = Math.Abs(strength) > 0.6 ? Colors.White : s_ink;
    }

    private static Color Mix(Color from, Color to, double share) => new(
        (byte)(from.R + (to.R - from.R) * share), (byte)(from.G + (to.G - from.G) * share), (byte)(from.B + (to.B - from.B) * share));
}
