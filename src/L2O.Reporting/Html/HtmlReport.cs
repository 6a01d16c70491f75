using System.Text;
using L2O.Reporting.Documents;
using L2O.Reporting.Figures.Models;
using L2O.Reporting.Styles;
using L2O.Reporting.Tables;

namespace L2O.Reporting.Html;

/// <summary>
/// A report as one page: summary and verdicts first, then each figure with the values behind it, then tables, configuration and provenance
/// last. It carries its script inside, and its content security policy forbids any request.
/// </summary>
internal static class HtmlReport
{
    private const string Policy =
        "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; " +
        "form-action 'none'";

    /// <summary>The page.</summary>
    /// <param name="document">What to show; all of its text is escaped.</param>
    public static string Render(ReportDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        IReadOnlyDictionary<string, SeriesLook> looks = SeriesLook.Of(
            document.Figures.SelectMany(static figure => figure.Panels).SelectMany(static panel => panel.Series)
                .Select(static series => series.Key).Concat(document.Optimizers));
        var html = new StringBuilder(1 << 20);
        html.Append(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" " +
            "content=\"").Append(Policy)
            .Append("\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
                .Append(HtmlText.Escape(document.Title))
            .Append("</title>\n<style>\n").Append(EmbeddedText.Style)
                .Append("</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">Skip to the report</a>\n");
        AppendHead(html, document);
        html.Append("<main id=\"main\" tabindex=\"-1\">\n");
        AppendSummary(html, document);
        if (!document.Claims.IsEmpty)
            html.AppendSection("claims", "Claims of the study", section => HtmlClaims.Append(section, document.Claims));
        if (!document.Figures.IsEmpty)
            html.AppendSection("figures", "Figures", section => AppendFigures(section, document, looks));
        if (!document.Tables.IsEmpty)
            html.AppendSection("tables", "Tables", section => AppendTables(section, document));
        if (!document.Provenance.IsEmpty)
            html.AppendSection("provenance", "Configuration and provenance", section => AppendProvenance(section, document));
        html.Append("</main>\n");
        if (!document.Figures.IsEmpty)
            html.Append("<script type=\"application/json\" id=\"data\">").Append(FigureData.Json(document, looks))
                .Append("</script>\n<script type=\"module\">\n").Append(EmbeddedText.Script).Append("</script>\n");
        return html.Append("</body>\n</html>\n").ToString();
    }

    private static void AppendHead(StringBuilder html, ReportDocument document)
    {
        html.Append("<header>\n<h1>").Append(HtmlText.Escape(document.Title))
            .Append("</h1>\n<nav aria-label=\"Parts of the report\"><ul><li><a href=\"#summary\">Summary</a></li>");
        foreach ((string id, string name, bool isThere) in new[]
        {
            ("claims", "Claims", !document.Claims.IsEmpty), ("figures", "Figures", !document.Figures.IsEmpty),
                ("tables", "Tables", !document.Tables.IsEmpty),
            ("provenance", "Configuration and provenance", !document.Provenance.IsEmpty),
        })
            if (isThere)
                html.Append("<li><a href=\"#").Append(id).Append("\">").Append(name).Append("</a></li>");
        html.Append("</ul></nav>\n</header>\n");
    }

    private static void AppendSummary(StringBuilder html, ReportDocument document) => html.AppendSection("summary", "Summary", section =>
    {
        if (!document.Findings.IsEmpty)
            section.Append("<p class=\"headline\">").Append(HtmlText.Escape(document.Findings[0])).Append("</p>\n");
        if (document.Findings.Length > 1)
            section.Append("<ul>\n")
                .AppendJoin("", document.Findings.Skip(1).Select(static sentence => $"<li>{HtmlText.Escape(sentence)}</li>\n"))
                .Append("</ul>\n");
        foreach (string sentence in document.Setup)
            section.Append("<p>").Append(HtmlText.Escape(sentence)).Append("</p>\n");
    });

    private static void AppendFigures(StringBuilder html, ReportDocument document, IReadOnlyDictionary<string, SeriesLook> looks)
    {
        html.Append(
            "<noscript><p class=\"note\">The charts need JavaScript. The values of each are in the table below it, and pictures of the " +
            "figures lie beside this file.</p></noscript>\n");
        if (document.Figures.Length > 1)
            html.Append("<ol class=\"contents\">\n").AppendJoin("", document.Figures.Select(static figure =>
                $"<li><a href=\"#{HtmlText.Id("figure", figure.Name)}\">{HtmlText.Escape(figure.Title)}</a></li>\n")).Append("</ol>\n");
        if (document.Optimizers.Length > 1)
        {
            html.Append("<fieldset class=\"optimizers\"><legend>Optimizers shown</legend>");
            foreach (string optimizer in document.Optimizers)
                html.Append("<label><input type=\"checkbox\" checked value=\"").Append(HtmlText.Escape(optimizer)).Append("\">")
                    .Append(HtmlFigure.Swatch(new LineSeries("", optimizer, [], []), looks[optimizer]))
                        .Append(HtmlText.Escape(OptimizerPalette.Label(optimizer))).Append("</label>");
            html.Append("</fieldset>\n");
        }
        for (int i = 0; i < document.Figures.Length; i++)
            HtmlFigure.Append(html, document.Figures[i], i, looks);
    }

    private static void AppendTables(StringBuilder html, ReportDocument document)
    {
        foreach (TableModel table in document.Tables)
        {
            if (table.Title.Length > 0)
                html.Append("<h3>").Append(HtmlText.Escape(table.Title)).Append("</h3>\n");
            html.AppendScrolling(table.Title.Length > 0 ? table.Title : table.Caption, HtmlTable.Render(table));
        }
    }

    private static void AppendProvenance(StringBuilder html, ReportDocument document)
    {
        foreach (ReportFacts run in document.Provenance)
        {
            html.Append("<h3>").Append(HtmlText.Escape(run.Title)).Append("</h3>\n<dl>\n");
            foreach ((string key, string value) in run.Facts)
                html.Append("<div><dt>").Append(HtmlText.Escape(key)).Append("</dt><dd>")
                    .Append(HtmlText.Escape(value)).Append("</dd></div>\n");
            html.Append("</dl>\n");
            if (run.Configuration.Length > 0)
                html.Append("<details><summary>Configuration of ").Append(HtmlText.Escape(run.Title))
                    .Append("</summary>\n<pre tabindex=\"0\"><code>").Append(HtmlText.Escape(run.Configuration))
                    .Append("</code></pre>\n</details>\n");
        }
    }
}
