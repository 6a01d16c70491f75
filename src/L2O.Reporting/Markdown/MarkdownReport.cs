using System.Text;
using L2O.Reporting.Documents;
using L2O.Reporting.Figures.Models;
using L2O.Reporting.Tables;
using L2O.Tables;

namespace L2O.Reporting.Markdown;

/// <summary>A report as Markdown (CommonMark with tables): the same content as the page, the figures as pictures beside it.</summary>
internal static class MarkdownReport
{
    /// <summary>The text, lines ending in line feeds.</summary>
    /// <param name="document">What to show; all of its text is escaped.</param>
    /// <param name="pictures">File name of the picture of each figure that has one, by the figure's name.</param>
    public static string Render(ReportDocument document, IReadOnlyDictionary<string, string> pictures)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(pictures);
        var text = new StringBuilder();
        text.Append("# ").Append(MarkdownText.Escape(document.Title)).Append("\n\n## Summary\n\n");
        for (int i = 0; i < document.Findings.Length; i++)
            text.Append(i == 0 ? $"**{MarkdownText.Escape(document.Findings[0])}**\n\n"
                : $"- {MarkdownText.Paragraph(document.Findings[i])}\n{(i == document.Findings.Length - 1 ? "\n" : "")}");
        foreach (string sentence in document.Setup)
            text.Append(MarkdownText.Paragraph(sentence)).Append("\n\n");
        AppendClaims(text, document);
        AppendFigures(text, document, pictures);
        AppendTables(text, document);
        AppendProvenance(text, document);
        return text.ToString().TrimEnd('\n') + "\n";
    }

    private static void AppendClaims(StringBuilder text, ReportDocument document)
    {
        if (document.Claims.IsEmpty)
            return;
        text.Append("## Claims of the study\n\n")
            .Append(MarkdownTable.Render(new TableModel("", "", ["claim", "verdict", "what was found"], [TableGroup.Plain(
            document.Claims.Select(static claim => new[] { $"{claim.Id} {claim.Statement}",
                $"{ClaimText.Sign(claim.Verdict)} {ClaimText.Of(claim.Verdict)}", claim.Finding }))]))).Append('\n');
        foreach (ClaimResult claim in document.Claims)
        {
            text.Append("### Evidence of ").Append(MarkdownText.Escape(claim.Id)).Append("\n\n")
                .Append(MarkdownText.Paragraph($"{claim.Setting} Source: {claim.Source}.")).Append("\n\n");
            if (!claim.Evidence.IsEmpty)
                text.Append(MarkdownTable.Render(ClaimText.Evidence(claim))).Append('\n')
                    .Append(MarkdownText.Paragraph(ClaimText.Evidence(claim).Caption)).Append("\n\n");
        }
    }

    private static void AppendFigures(StringBuilder text, ReportDocument document, IReadOnlyDictionary<string, string> pictures)
    {
        if (document.Figures.IsEmpty)
            return;
        text.Append("## Figures\n\n");
        foreach (FigureModel figure in document.Figures)
        {
            text.Append("### ").Append(MarkdownText.Escape(figure.Title)).Append("\n\n");
            if (pictures.TryGetValue(figure.Name, out string? file))
                text.Append("![").Append(MarkdownText.Escape(figure.Title)).Append("](")
                    .Append(string.Join('/', file.Split('/').Select(Uri.EscapeDataString))).Append(")\n\n");
            text.Append(MarkdownText.Paragraph(pictures.ContainsKey(figure.Name) ? figure.PictureCaption : figure.Caption)).Append("\n\n");
        }
    }

    private static void AppendTables(StringBuilder text, ReportDocument document)
    {
        if (document.Tables.IsEmpty)
            return;
        text.Append("## Tables\n\n");
        foreach (TableModel table in document.Tables)
        {
            if (table.Title.Length > 0)
                text.Append("### ").Append(MarkdownText.Escape(table.Title)).Append("\n\n");
            text.Append(MarkdownTable.Render(table)).Append('\n').Append(MarkdownText.Paragraph(table.Caption)).Append("\n\n");
        }
    }

    private static void AppendProvenance(StringBuilder text, ReportDocument document)
    {
        if (document.Provenance.IsEmpty)
            return;
        text.Append("## Configuration and provenance\n\n");
        foreach (ReportFacts run in document.Provenance)
        {
            text.Append("### ").Append(MarkdownText.Escape(run.Title)).Append("\n\n");
            if (!run.Facts.IsEmpty)
                text.Append(MarkdownTable.Render(new TableModel("", "", ["fact", "value"],
                    [TableGroup.Plain(run.Facts.Select(static fact => new[] { fact.Key, fact.Value }))]))).Append('\n');
            if (run.Configuration.Length > 0)
                text.Append(MarkdownText.Fence("json", run.Configuration)).Append('\n');
        }
    }
}
