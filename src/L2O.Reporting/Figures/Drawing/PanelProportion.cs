using L2O.Reporting.Figures.Models;

namespace L2O.Reporting.Figures.Drawing;

/// <summary>How high a data area is for its width: tables and stacks grow with their rows, curves keep a ratio.</summary>
internal static class PanelProportion
{
    private const float TableRow = 15;
    private const float StackRow = 20;

    internal static float HeightOf(PanelModel panel, float width, FigureSize size, int columns)
    {
        if (panel.Series.Any(static series => series is HeatSeries { Texts.IsEmpty: false }))
            return Math.Max(30, TableRow * panel.Vertical.Categories.Length);
        int stacked = panel.Series.OfType<HistogramSeries>().Select(static histogram => histogram.Baseline).Distinct().Count();
        if (stacked > 1)
            return Math.Max(0.8f * width, StackRow * stacked);
        return width * (size == FigureSize.Page && columns == 1 ? 0.42f : columns > 2 ? 0.85f : 0.68f);
    }
}
