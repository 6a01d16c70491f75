using L2O.Reporting.Figures.Models;
using SkiaSharp;

namespace L2O.Reporting.Figures.Drawing;

/// <summary>
/// Places everything: title, panels in a grid whose data areas line up, legend and color bars below them all, caption last.
/// Lengths are points.
/// </summary>
internal sealed class FigureLayout
{
    private readonly PanelDrawing[] _panels;
    private readonly TextBlock _title;
    private readonly TextBlock _caption;
    private readonly FigureLegend _legend;
    private readonly ColorBar[] _bars;
    private readonly int _columns;

    internal FigureLayout(FigureModel model, FigureSize size)
    {
        if (model.Panels.IsEmpty)
            throw new ArgumentException($"figure '{model.Name}' has 0 panels; at least one was expected", nameof(model));
        var styles = new FigureStyles(model);
        Width = FigureTheme.WidthOf(size);
        float room = Width - (2 * FigureTheme.Margin);
        _panels = [.. model.Panels.Select(panel => new PanelDrawing(panel, styles))];
        _columns = ColumnsOf(model, size);
        _title = new TextBlock(model.Title, FigureTheme.TitleSize, bold: true, room, isBalanced: true);
        _caption = new TextBlock(model.PictureCaption, FigureTheme.CaptionSize, bold: false, room);
        _legend = new FigureLegend(model, styles, room);
        _bars = [.. styles.Heats.Select(scale => new ColorBar(scale, room))];
        DataAreas = new SKRect[_panels.Length];
        PanelAreas = new SKRect[_panels.Length];
        float bottom = Place(FigureTheme.Margin + _title.Height + FigureTheme.Gap, size);
        LegendArea = SKRect.Create((Width - _legend.Width) / 2, bottom + 2, _legend.Width, _legend.Height);
        CaptionTop = LegendArea.Bottom + _bars.Sum(static bar => bar.Height + FigureTheme.Gap) + FigureTheme.Gap;
        Height = MathF.Ceiling(CaptionTop + _caption.Height + FigureTheme.Margin);
    }

    /// <summary>Of the figure.</summary>
    internal float Width { get; }

    /// <summary>Of the figure.</summary>
    internal float Height { get; }

    /// <summary>The data areas, one a panel.</summary>
    internal SKRect[] DataAreas { get; }

    /// <summary>The panels with their labels.</summary>
    internal SKRect[] PanelAreas { get; }

    /// <summary>Of all legend entries.</summary>
    internal SKRect LegendArea { get; }

    /// <summary>Top of the caption.</summary>
    internal float CaptionTop { get; }

    /// <summary>Draws everything; one unit of the canvas is one point.</summary>
    internal void Draw(FigureCanvas canvas)
    {
        canvas.Target.Clear(SKColors.White);
        for (int i = 0; i < _panels.Length; i++)
            _panels[i].Draw(canvas, DataAreas[i]);
        _title.Draw(canvas, Width / 2, FigureTheme.Margin, FigureTheme.Ink);
        _legend.Draw(canvas, Width / 2, LegendArea.Top);
        float top = LegendArea.Bottom + FigureTheme.Gap;
        foreach (ColorBar bar in _bars)
        {
            bar.Draw(canvas, Width / 2, top);
            top += bar.Height + FigureTheme.Gap;
        }
        _caption.Draw(canvas, Width / 2, CaptionTop, FigureTheme.SoftInk);
        canvas.Target.Flush();
    }

    /// <summary>Places the panels; returns the lower edge of the last row.</summary>
    private float Place(float top, FigureSize size)
    {
        float room = Width - (2 * FigureTheme.Margin), estimate = (room / _columns) - 34;
        float[] heights = [.. Rows().Select(row => row.Max(i => PanelProportion.HeightOf(_panels[i].Model, estimate, size, _columns)))];
        for (int i = 0; i < _panels.Length; i++)
        {
            _panels[i].Labels = LabelsOf(i);
            _panels[i].Measure(estimate, heights[i / _columns]);
        }
        float[] left = [.. Columns().Select(column => column.Max(i => _panels[i].Padding.Left))];
        float[] right = [.. Columns().Select(column => column.Max(i => _panels[i].Padding.Right))];
        float width = (room - left.Sum() - right.Sum() - (FigureTheme.Gap * (_columns - 1))) / _columns;
        for (int i = 0; i < _panels.Length; i++)
            _panels[i].Measure(width, heights[i / _columns]);
        foreach (int[] row in Rows())
        {
            float above = row.Max(i => _panels[i].Padding.Top), height = heights[row[0] / _columns], x = FigureTheme.Margin;
            float below = row.Max(i => _panels[i].Padding.Bottom);
            foreach (int i in row)
            {
                int column = i % _columns;
                DataAreas[i] = SKRect.Create(x + left[column], top + above, width, height);
                SKRect padding = _panels[i].Padding;
                PanelAreas[i] = new SKRect(DataAreas[i].Left - padding.Left, top, DataAreas[i].Right + padding.Right,
                    top + above + height + padding.Bottom);
                x += left[column] + width + right[column] + FigureTheme.Gap;
            }
            top += above + height + below + FigureTheme.Gap;
        }
        return top;
    }

    /// <summary>
    /// A label that the neighbor below or to the left has too is left out; numbers only where the whole axis is the same.
    /// </summary>
    private PanelLabels LabelsOf(int index)
    {
        AxisModel horizontal = _panels[index].Model.Horizontal, vertical = _panels[index].Model.Vertical;
        AxisModel? below = index + _columns < _panels.Length ? _panels[index + _columns].Model.Horizontal : null;
        AxisModel? beside = index % _columns > 0 ? _panels[index - 1].Model.Vertical : null;
        return new PanelLabels(below?.Label != horizontal.Label, !IsSame(below, horizontal),
            beside?.Label != vertical.Label, !IsSame(beside, vertical));
    }

    private static bool IsSame(AxisModel? other, AxisModel own) => other is not null
        && other.Label == own.Label && other.IsLogarithmic == own.IsLogarithmic && other.Low == own.Low && other.High == own.High
        && other.Categories.SequenceEqual(own.Categories) && ((own.Low is not null && own.High is not null) || !own.Categories.IsEmpty);

    private IEnumerable<int[]> Rows() => Enumerable.Range(0, _panels.Length).Chunk(_columns);

    private IEnumerable<int[]> Columns() => Enumerable.Range(0, _columns)
        .Select(column => Enumerable.Range(0, _panels.Length).Where(i => i % _columns == column).ToArray());

    private static int ColumnsOf(FigureModel model, FigureSize size)
    {
        int count = model.Panels.Length;
        int wanted = size == FigureSize.Column ? (count > 9 ? 2 : 1) : model.Columns ?? count switch { <= 3 => count, 4 => 2, _ => 3 };
        return Math.Clamp(wanted, 1, count);
    }
}
