using ScottPlot;
using ScottPlot.Rendering.RenderActions;
using ScottPlot.TickGenerators;

namespace L2O.Reporting.Figures;

/// <summary>The common look of every panel: fonts, frame, grid, fixed margins so that panels side by side line up.</summary>
internal static class FigurePanel
{
    private static readonly Color _ink = Color.FromHex("#222222");
    private static readonly Color _gridLine = Color.FromHex("#E4E4E4");

    /// <summary>An empty panel.</summary>
    /// <param name="title">Over the data area.</param>
    /// <param name="horizontal">Label of the horizontal axis, with its unit.</param>
    /// <param name="vertical">Label of the vertical axis, with its unit.</param>
    internal static Plot Create(string title, string horizontal, string vertical)
    {
        var plot = new Plot();
        plot.RenderManager.RenderActions.RemoveAll(static action => action is ClearCanvas); // it would wipe out the panels before
        FigureFont.Apply(plot);
        plot.Title(title, 16);
        plot.Axes.Title.Label.Bold = true;
        plot.Axes.Title.Label.ForeColor = _ink;
        foreach ((IAxis axis, string label) in new (IAxis, string)[] { (plot.Axes.Bottom, horizontal), (plot.Axes.Left, vertical) })
        {
            axis.Label.Text = label;
            axis.Label.FontSize = 15;
            axis.Label.Bold = false;
            axis.Label.ForeColor = _ink;
            axis.TickLabelStyle.FontSize = 14;
            axis.TickLabelStyle.ForeColor = _ink;
        }
        plot.Axes.Right.FrameLineStyle.Width = 0;
        plot.Axes.Top.FrameLineStyle.Width = 0;
        plot.Grid.MajorLineColor = _gridLine;
        plot.Layout.Fixed(new PixelPadding(left: 74, right: 24, bottom: 56, top: 36));
        return plot;
    }

    /// <summary>Makes the vertical axis logarithmic; plotted values must be decimal logarithms.</summary>
    /// <param name="plot">The panel.</param>
    /// <param name="low">Least value shown, positive.</param>
    /// <param name="high">Greatest value shown.</param>
    internal static void LogVertical(Plot plot, double low, double high)
    {
        plot.Axes.SetLimitsY(Math.Log10(low), Math.Log10(high));
        plot.Axes.Left.TickGenerator = new NumericManual(LogTicks.Between(low, high));
    }

    /// <summary>Makes the horizontal axis logarithmic; plotted values must be decimal logarithms.</summary>
    /// <param name="plot">The panel.</param>
    /// <param name="low">Least value shown, positive.</param>
    /// <param name="high">Greatest value shown.</param>
    internal static void LogHorizontal(Plot plot, double low, double high)
    {
        plot.Axes.SetLimitsX(Math.Log10(low), Math.Log10(high));
        plot.Axes.Bottom.TickGenerator = new NumericManual(LogTicks.Between(low, high));
    }
}
