using System.Globalization;
using System.Text;
using L2O.Reporting.Figures.Describing;
using L2O.Reporting.Figures.Models;
using L2O.Reporting.Tables;

namespace L2O.Reporting.Html;

/// <summary>One figure of a report: finding, legend, controls, charts for the script to draw, caption, and the values behind it.</summary>
internal static class HtmlFigure
{
    /// <summary>Appends the figure.</summary>
    /// <param name="html">Where to.</param>
    /// <param name="figure">What to show.</param>
    /// <param name="number">Its place in the report's data, from 0.</param>
    /// <param name="looks">Of all keys in it.</param>
    internal static void Append(StringBuilder html, FigureModel figure, int number, IReadOnlyDictionary<string, SeriesLook> looks)
    {
        string id = HtmlText.Id("figure", figure.Name);
        html.Append("<figure id=\"").Append(id).Append("\" data-figure=\"").Append(number)
            .Append("\" aria-labelledby=\"").Append(id).Append("-title\">\n<h3 id=\"").Append(id)
            .Append("-title\">").Append(HtmlText.Escape(figure.Title)).Append("</h3>\n");
        AppendLegend(html, figure, looks);
        AppendTools(html, figure);
        html.Append("<div class=\"panels of-").Append(Columns(figure.Panels.Length)).Append("\">\n");
        for (int i = 0; i < figure.Panels.Length; i++)
            AppendPanel(html, figure.Panels[i], i);
        html.Append("</div>\n<figcaption>").Append(HtmlText.Escape(figure.Caption))
            .Append("</figcaption>\n<details class=\"values\"><summary>Values behind this figure</summary>\n");
        foreach (TableModel table in figure.Panels.SelectMany(static panel => FigureTable.Of(panel)))
            html.AppendScrolling(table.Caption, HtmlTable.Render(table));
        html.Append("</details>\n</figure>\n");
    }

    private static void AppendLegend(StringBuilder html, FigureModel figure, IReadOnlyDictionary<string, SeriesLook> looks)
    {
        IGrouping<string, SeriesModel>[] entries = [.. LegendSeries.In(figure).GroupBy(static one => one.Name, StringComparer.Ordinal)];
        if (entries.Length == 0)
            return;
        html.Append("<ul class=\"legend\" aria-label=\"Legend\">");
        foreach (IGrouping<string, SeriesModel> alike in entries) // neutral where it stands for several optimizers
        {
            SeriesModel entry = alike.First();
            string key = alike.All(one => one.Key == entry.Key) ? entry.Key : "";
            SeriesLook look = entry is LineSeries { IsGuide: true } ? SeriesLook.Guide : looks[key];
            html.Append("<li data-key=\"").Append(HtmlText.Escape(key)).Append("\">")
                .Append(Swatch(entry, look)).Append(HtmlText.Escape(entry.Name)).Append("</li>");
        }
        html.Append("</ul>\n");
    }

    /// <summary>A piece of the series itself: a line with its dashes, a disc, a cross or a filled field.</summary>
    internal static string Swatch(SeriesModel series, SeriesLook look)
    {
        string mark = series switch
        {
            PointSeries { AreCrosses: true } => "<path d=\"M10 3l8 8m0-8l-8 8\"/>",
            PointSeries => "<circle cx=\"14\" cy=\"7\" r=\"4\"/>",
            HistogramSeries => "<rect x=\"4\" y=\"2\" width=\"20\" height=\"10\" fill-opacity=\".35\"/>",
            _ => $"<path d=\"M0 7h28\" stroke-dasharray=\"{(look.Dash.Length > 0 ? look.Dash : "none")}\"/>",
        };
        string filled = series is PointSeries { AreCrosses: false } or HistogramSeries ? " filled" : "";
        return $"<svg class=\"swatch{filled}\" style=\"--light:{look.Color};--dark:{look.Dark}\" width=\"28\" height=\"14\" viewBox=\"0 " +
            $"0 28 14\" aria-hidden=\"true\" stroke-width=\"{look.Width.ToString("0.#", CultureInfo.InvariantCulture)}\">{mark}</svg>";
    }

    private static void AppendTools(StringBuilder html, FigureModel figure)
    {
        string of = HtmlText.Escape(figure.Title);
        html.Append("<div class=\"tools\" role=\"group\" aria-label=\"Controls of this figure\">");
        if (figure.Panels.Any(CanBeLogarithmic))
            html.Append("<label><input type=\"checkbox\" class=\"log\"")
                .Append(figure.Panels.Any(static panel => panel.Vertical.IsLogarithmic) ? " checked" : "")
                .Append("> logarithmic vertical axis</label>");
        if (figure.Panels.FirstOrDefault(static panel => panel.Inset is not null) is { } enlarged)
            html.Append("<button type=\"button\" class=\"inset\" aria-pressed=\"false\">Zoom to ")
                .Append(HtmlText.Escape(Part(enlarged))).Append("</button>");
        html.Append(
            "<button type=\"button\" class=\"reset\">Reset zoom</button><button type=\"button\" class=\"csv\" aria-label=\"Download CSV: ")
            .Append(of).Append("\">Download CSV</button></div>\n");
    }

    /// <summary>What the inset enlarges, e.g. <c>iteration 0 to 20</c>.</summary>
    private static string Part(PanelModel panel) =>
        $"{panel.Horizontal.Label} {NumberText.Digits(panel.Inset!.Left)} to {NumberText.Digits(panel.Inset.Right)}";

    /// <summary>Whether all that a panel's vertical axis shows is positive, numbers all of them.</summary>
    private static bool CanBeLogarithmic(PanelModel panel) => panel.Vertical.Categories.IsEmpty
        && !panel.Series.IsEmpty && panel.Series.All(static series => series switch
    {
        LineSeries line => line.Y.Concat(line.Low).All(static y => !(y <= 0)),
        PointSeries points => points.Y.All(static y => !(y <= 0)),
        _ => false,
    });

    private static void AppendPanel(StringBuilder html, PanelModel panel, int number)
    {
        string title = panel.Title.Length > 0 ? $"{panel.Title}: " : "";
        string shown = string.Join(", ", panel.Series.Where(static one => one.Name.Length > 0)
            .Select(static one => one.Name).Distinct(StringComparer.Ordinal));
        html.Append("<div class=\"panel\"><p class=\"panel-title\">").Append(HtmlText.Escape(panel.Title))
            .Append("</p><div class=\"chart\" data-panel=\"").Append(number).Append("\" role=\"img\" aria-label=\"")
            .Append(HtmlText.Escape(
                $"{title}{panel.Vertical.Label} against {panel.Horizontal.Label}; {shown}. The table of values follows."))
                .Append("\"></div></div>\n");
    }

    private static int Columns(int panels) => panels switch { 1 => 1, 2 or 4 => 2, _ => 3 };
}
