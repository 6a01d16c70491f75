using L2O.Reporting.Figures.Drawing.Ticks;
using L2O.Reporting.Figures.Models;
using ScottPlot;
using ScottPlot.Rendering.RenderActions;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace L2O.Reporting.Figures.Drawing;

/// <summary>One panel: measures the room that its labels need, then draws itself around a data area.</summary>
internal sealed class PanelDrawing
{
    private const float TickRoom = TickLabels.Distance + 1;
    private const float CategoryGap = 4;

    private static readonly Color _ink = Color.FromHex(FigureTheme.Ink);

    private readonly FigureStyles _styles;
    private readonly AxisScale _x;
    private readonly AxisScale _y;
    private readonly SKRect? _inset;
    private TextBlock? _title;
    private TextBlock? _horizontal;
    private TextBlock? _vertical;
    private Tick[] _xTicks = [];
    private Tick[] _yTicks = [];
    private TextBlock[] _categories = [];

    internal PanelDrawing(PanelModel model, FigureStyles styles)
    {
        (Model, _styles) = (model, styles);
        bool isFilled = model.Series.Any(static series => series is HeatSeries);
        _x = new AxisScale(model.Horizontal, PanelValues.Horizontal(model), isFilled ? 0 : 0.03);
        _y = new AxisScale(model.Vertical, PanelValues.Vertical(model), isFilled ? 0 : 0.06);
        _inset = model.Inset is null ? null : InsetPlacement.Find(model, _x, _y);
    }

    /// <summary>What it shows.</summary>
    internal PanelModel Model { get; }

    /// <summary>Which labels it has of its own; the others are those of a neighbor.</summary>
    internal PanelLabels Labels { get; set; } = new(true, true, true, true);

    /// <summary>Room around the data area, after <see cref="Measure"/>: left, top, right, bottom.</summary>
    internal SKRect Padding { get; private set; }

    /// <summary>Measures the labels around a data area.</summary>
    internal void Measure(float width, float height)
    {
        _title = new TextBlock(Model.Title, FigureTheme.LabelSize, bold: true, width);
        _horizontal = new TextBlock(Labels.Horizontal ? Model.Horizontal.Label : "", FigureTheme.LabelSize, bold: false, width);
        _vertical = new TextBlock(Labels.Vertical ? Model.Vertical.Label : "", FigureTheme.LabelSize, bold: false, height);
        _xTicks = Fitting(_x, width, Math.Max(2, (int)(width / 20)));
        _yTicks = _y.Ticks(Math.Max(2, (int)(height / 15)));
        _categories =
            [.. Model.Horizontal.Categories.Select(name =>
            new TextBlock(name, FigureTheme.TickSize, bold: false, (width / Model.Horizontal.Categories.Length) - CategoryGap))];
        float labels = _categories.Length > 0 ? _categories.Max(static name => name.Height) : FigureTheme.TickSize * 1.2f;
        float left = Labels.VerticalTicks
            ? _yTicks.Select(static tick => TextBlock.Measure(tick.Label, FigureTheme.TickSize)).DefaultIfEmpty(0).Max() : 0;
        Padding = new SKRect(
            TickRoom + left + _vertical.Height + 2,
            _title.Height + 3,
            Labels.HorizontalTicks && _categories.Length == 0 ? Math.Max(3, Overhang(width)) : 3,
            TickRoom + (Labels.HorizontalTicks ? labels : 0) + _horizontal.Height + 1);
    }

    /// <summary>Draws the panel.</summary>
    /// <param name="canvas">Where to.</param>
    /// <param name="data">Its data area.</param>
    internal void Draw(FigureCanvas canvas, SKRect data)
    {
        Plot plot = Create(_xTicks, _yTicks);
        plot.Axes.SetLimits(_x.Low, _x.High, _y.Low, _y.High);
        new SeriesDrawing(canvas, plot, _x, _y, _styles).Add(Model.Series);
        if (Model.Inset is { } part)
            AddFrame(plot, part);
        Render(plot, canvas, data, Padding);
        if (Labels.HorizontalTicks && _categories.Length == 0)
            TickLabels.DrawBelow(canvas, data, _xTicks, _x.Low, _x.High);
        if (Labels.VerticalTicks)
            TickLabels.DrawBeside(canvas, data, _yTicks, _y.Low, _y.High);
        for (int i = 0; Labels.HorizontalTicks && i < _categories.Length; i++)
            _categories[i].Draw(canvas, data.Left + (data.Width * (float)((i - _x.Low) / (_x.High - _x.Low))),
                data.Bottom + TickRoom - 1, FigureTheme.Ink);
        _title!.Draw(canvas, data.MidX, data.Top - Padding.Top, FigureTheme.Ink);
        _horizontal!.Draw(canvas, data.MidX, data.Bottom + Padding.Bottom - _horizontal.Height, FigureTheme.Ink);
        _vertical!.DrawUpwards(canvas, data.Left - Padding.Left, data.MidY, FigureTheme.Ink);
        if (Model.Inset is { } inset && _inset is { } place)
            DrawInset(canvas, inset, new SKRect(
                data.Left + (place.Left * data.Width), data.Top + (place.Top * data.Height),
                    data.Left + (place.Right * data.Width), data.Top + (place.Bottom * data.Height)));
    }

    private void DrawInset(FigureCanvas canvas, InsetModel inset, SKRect place)
    {
        double low = _y.At(inset.Low), high = _y.At(inset.High), left = _x.At(inset.Left), right = _x.At(inset.Right);
        Tick[] xTicks = _x.Ticks(left, right, 3), yTicks = _y.Ticks(low, high, 3);
        float labels = yTicks.Select(static tick => TextBlock.Measure(tick.Label, FigureTheme.TickSize)).DefaultIfEmpty(0).Max();
        var padding = new SKRect(TickRoom + labels, 2, 5, TickRoom + (FigureTheme.TickSize * 1.2f));
        using (SKPaint white = FigureTheme.Paint("#FFFFFF"))
            canvas.Target.DrawRect(place, white);
        Plot plot = Create(xTicks, yTicks);
        plot.Axes.SetLimits(left, right, low, high);
        new SeriesDrawing(canvas, plot, _x, _y, _styles).Add([.. Model.Series.Where(static series => series is not PointSeries)]);
        var data = new SKRect(place.Left + padding.Left, place.Top + padding.Top, place.Right - padding.Right,
            place.Bottom - padding.Bottom);
        Render(plot, canvas, data, padding);
        TickLabels.DrawBelow(canvas, data, xTicks, left, right);
        TickLabels.DrawBeside(canvas, data, yTicks, low, high);
        using SKPaint frame = FigureTheme.Paint(FigureTheme.Guide);
        (frame.Style, frame.StrokeWidth) = (SKPaintStyle.Stroke, 0.5f);
        canvas.Target.DrawRect(data, frame);
    }

    private void AddFrame(Plot plot, InsetModel part)
    {
        ScottPlot.Plottables.Rectangle frame = plot.Add.Rectangle(_x.At(part.Left), _x.At(part.Right), _y.At(part.Low), _y.At(part.High));
        (frame.FillColor, frame.LineColor, frame.LineWidth) = (Colors.Transparent, Color.FromHex(FigureTheme.Guide), 0.5f);
    }

    private Plot Create(Tick[] xTicks, Tick[] yTicks)
    {
        var plot = new Plot();
        // the first would wipe out the panels before
        plot.RenderManager.RenderActions.RemoveAll(static action => action is ClearCanvas or AutoScaleUnsetAxes);
        foreach ((IAxis axis, Tick[] ticks) in new[] { ((IAxis)plot.Axes.Bottom, xTicks), (plot.Axes.Left, yTicks) })
        {
            bool isCategorical = ReferenceEquals(axis, plot.Axes.Bottom) ? !Model.Horizontal.Categories.IsEmpty
                : !Model.Vertical.Categories.IsEmpty;
            axis.TickLabelStyle.IsVisible = false; // TickLabels draws them
            (axis.MajorTickStyle.Length, axis.MajorTickStyle.Width, axis.MajorTickStyle.Color) = (isCategorical ? 0 : 2.5f, 0.6f, _ink);
            (axis.MinorTickStyle.Length, axis.MinorTickStyle.Width, axis.MinorTickStyle.Color) = (1.4f, 0.4f, _ink);
            (axis.FrameLineStyle.Width, axis.FrameLineStyle.Color) = (0.6f, _ink);
            axis.TickGenerator = new NumericManual(ticks);
        }
        plot.Axes.Right.FrameLineStyle.Width = 0;
        plot.Axes.Top.FrameLineStyle.Width = 0;
        bool hasGrid = !Model.Series.Any(static series => series is HeatSeries);
        (plot.Grid.IsVisible, plot.Grid.MajorLineColor, plot.Grid.MajorLineWidth) = (hasGrid, Color.FromHex(FigureTheme.GridLine), 0.5f);
        return plot;
    }

    private static void Render(Plot plot, FigureCanvas canvas, SKRect data, SKRect padding)
    {
        plot.Layout.Fixed(new PixelPadding(left: padding.Left, right: padding.Right, bottom: padding.Bottom, top: padding.Top));
        plot.Render(canvas.Target,
            new PixelRect(data.Left - padding.Left, data.Right + padding.Right, data.Bottom + padding.Bottom, data.Top - padding.Top));
    }

    /// <summary>As many ticks as have room side by side.</summary>
    private static Tick[] Fitting(AxisScale axis, float width, int atMost)
    {
        Tick[] ticks = axis.Ticks(atMost);
        for (int count = atMost - 1; count >= 2 && NeededBy(ticks) > width; count--)
            ticks = axis.Ticks(count);
        return ticks;
    }

    private static float NeededBy(Tick[] ticks) => ticks.Where(static tick => tick.IsMajor)
        .Sum(static tick => TextBlock.Measure(tick.Label, FigureTheme.TickSize) + 6);

    /// <summary>How far the last label reaches beyond the data area.</summary>
    private float Overhang(float width) => _xTicks.Where(static tick => tick.IsMajor).Select(tick =>
        (float)((tick.Position - _x.Low) / (_x.High - _x.Low) * width) + (TextBlock.Measure(tick.Label, FigureTheme.TickSize) / 2) - width)
            .DefaultIfEmpty(0).Max() + 1;
}
