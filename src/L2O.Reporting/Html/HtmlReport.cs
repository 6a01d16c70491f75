using System.Net;
using System.Text;
using L2O.MetaTesting;
using L2O.Reporting.Tables;

namespace L2O.Reporting.Html;

/// <summary>
/// One page with everything: what was run and who won, the table, interactive curves, the learning-rate search, the
/// meta-training and the configuration. It carries plotly.js inside, and its content security policy forbids any request.
/// </summary>
public static class HtmlReport
{
    private const string Policy = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:";

    private static readonly string[] _measures = ["training loss", "training accuracy", "test loss", "test accuracy"];

    /// <summary>The page.</summary>
    /// <param name="content">What to show; all of its text is escaped.</param>
    public static string Render(ReportContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        ComparisonTable table = ComparisonTable.From(content.Comparison);
        string script = EmbeddedText.Plotly;
        var html = new StringBuilder(script.Length + (1 << 20));
        html.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
            .Append("<meta http-equiv=\"Content-Security-Policy\" content=\"").Append(Policy).Append("\">\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
            .Append("<title>").Append(Escape(content.Title)).Append("</title>\n")
            .Append("<style>\n").Append(EmbeddedText.Style).Append("</style>\n</head>\n<body>\n<main>\n");
        AppendSummary(html, content, table);
        html.Append("<section>\n<h2>Results</h2>\n<div class=\"scroll\" role=\"region\" aria-label=\"Results table\" tabindex=\"0\">\n")
            .Append(HtmlTable.Render(table)).Append("</div>\n<p class=\"note\">").Append(Escape(ComparisonSection.Legend)).Append("</p>\n</section>\n");
        AppendGeneralization(html, content.Comparison);
        AppendCurves(html, table);
        AppendSearch(html, content.Comparison);
        AppendMetaTraining(html, content);
        AppendProvenance(html, content.Provenance);
        html.Append("</main>\n<script type=\"application/json\" id=\"data\">").Append(ReportData.Json(content)).Append("</script>\n")
            .Append("<script>").Append(script).Append("</script>\n")
            .Append("<script>\n").Append(EmbeddedText.Script).Append("</script>\n</body>\n</html>\n");
        return html.ToString();
    }

    private static void AppendSummary(StringBuilder html, ReportContent content, ComparisonTable table)
    {
        string[] optimizers = [.. table.Rows.Select(static row => OptimizerPalette.Label(row.Optimizer)).Distinct()];
        string[] optimizees = [.. table.Rows.Select(static row => row.Optimizee).Distinct()];
        int runs = table.Rows.Max(static row => row.Runs);
        string each = $"{Number(runs, "run")} of {Number(table.Iterations, "iteration")} each";
        IReadOnlyList<string> verdict = ComparisonVerdict.Sentences(table);
        html.Append("<header>\n<h1>").Append(Escape(content.Title)).Append("</h1>\n<p class=\"verdict\">").Append(Escape(verdict[0])).Append("</p>\n");
        if (verdict.Count > 1)
            html.Append("<ul>\n").AppendJoin("", verdict.Skip(1).Select(static sentence => $"<li>{Escape(sentence)}</li>\n")).Append("</ul>\n");
        html.Append("<p>").Append(Escape(
                $"Compared: {string.Join(", ", optimizers)} on {string.Join(", ", optimizees)}; data {content.Comparison.Data}, {each}."))
            .Append("</p>\n</header>\n");
    }

    private static void AppendGeneralization(StringBuilder html, Comparison comparison)
    {
        if (GeneralizationTable.From(comparison) is { } table)
            html.Append("<section>\n<h2>Generalization</h2>\n<div class=\"scroll\" role=\"region\" aria-label=\"Generalization table\" tabindex=\"0\">\n")
                .Append(table.Html()).Append("</div>\n</section>\n");
    }

    private static void AppendCurves(StringBuilder html, ComparisonTable table)
    {
        html.Append("<section>\n<h2>Curves</h2>\n<form class=\"controls\">\n<label>Show <select id=\"measure\">");
        for (int i = 0; i < _measures.Length; i++)
            html.Append("<option value=\"").Append(i).Append("\">").Append(_measures[i]).Append("</option>");
        html.Append("</select></label>\n<fieldset id=\"scale\"><legend>Vertical axis</legend>")
            .Append("<label><input type=\"radio\" name=\"scale\" value=\"log\" checked> logarithmic</label> ")
            .Append("<label><input type=\"radio\" name=\"scale\" value=\"linear\"> linear</label></fieldset>\n</form>\n")
            .Append("<p class=\"note\">Line: mean over the runs. Band: smallest to largest. Curves of training batches are moving averages over ")
            .Append(Figures.LossCurveFigure.DefaultSmoothing)
            .Append(" iterations. A cross marks where a run diverged; the mean ends there. A click on a legend entry hides or shows an optimizer.</p>\n")
            .Append("<noscript><p>The curves need JavaScript; the figures in the PNG and SVG files beside this page show the same.</p></noscript>\n");
        IReadOnlyList<string> verdict = ComparisonVerdict.Sentences(table);
        string[] optimizees = [.. table.Rows.Select(static row => row.Optimizee).Distinct()];
        for (int i = 0; i < optimizees.Length; i++)
            AppendChart(html, "curve", i, optimizees[i], $"Curves of each optimizer on {optimizees[i]} against the iteration. {verdict[i]}");
        html.Append("</section>\n");
    }

    private static void AppendSearch(StringBuilder html, Comparison comparison)
    {
        if (comparison.Searches.Count == 0)
            return;
        html.Append("<section>\n<h2>Learning-rate search</h2>\n<p class=\"note\">Training loss summed over a run, mean over the runs. ")
            .Append("The large disc is the chosen rate; a cross at the top is a rate at which a run diverged.</p>\n<div class=\"side\">\n");
        int index = 0;
        foreach (IGrouping<string, LearningRateTrial> group in comparison.Searches.GroupBy(static trial => trial.Optimizee))
        {
            IEnumerable<string> chosen = group.Where(static trial => trial.Chosen)
                .Select(static trial => $"{OptimizerPalette.Label(trial.Optimizer)} {NumberText.Plain(trial.LearningRate)}");
            AppendChart(html, "rates", index++, group.Key, $"Summed training loss against learning rate on {group.Key}; chosen: {string.Join(", ", chosen)}.");
        }
        html.Append("</div>\n</section>\n");
    }

    private static void AppendMetaTraining(StringBuilder html, ReportContent content)
    {
        if (content.Epochs.Count == 0)
            return;
        string epochs = Number(content.Epochs.Count, "epoch");
        html.Append("<section>\n<h2>Meta-training</h2>\n<p class=\"note\">").Append(epochs)
            .Append(". Discs mark the epochs after which the learned optimizer was the best so far.</p>\n<div class=\"side\">\n");
        string course = $"from {NumberText.Loss(content.Epochs[0].MetaLoss)} to {NumberText.Loss(content.Epochs[^1].MetaLoss)}";
        AppendChart(html, "epochs", 0, "Meta-loss", $"Meta-loss of {epochs}, {course}.");
        if (content.Epochs.Any(static epoch => double.IsFinite(epoch.TestLoss)))
            AppendChart(html, "epochs", 1, "Test runs", $"Training loss summed over a test run, for {epochs}.");
        html.Append("</div>\n</section>\n");
    }

    private static void AppendProvenance(StringBuilder html, IReadOnlyList<(string Key, string Value)> provenance)
    {
        if (provenance.Count == 0)
            return;
        html.Append("<section>\n<h2>Configuration and provenance</h2>\n<dl>\n");
        foreach ((string key, string value) in provenance)
            html.Append("<div><dt>").Append(Escape(key)).Append("</dt><dd>").Append(Escape(value)).Append("</dd></div>\n");
        html.Append("</dl>\n</section>\n");
    }

    private static void AppendChart(StringBuilder html, string kind, int index, string title, string alternative) => html
        .Append("<figure>\n<figcaption>").Append(Escape(title)).Append("</figcaption>\n<div class=\"chart\" role=\"img\" data-kind=\"").Append(kind)
        .Append("\" data-index=\"").Append(index).Append("\" aria-label=\"").Append(Escape(alternative)).Append("\"></div>\n</figure>\n");

    private static string Number(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
