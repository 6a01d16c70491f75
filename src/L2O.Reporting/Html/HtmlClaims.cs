using System.Collections.Immutable;
using System.Text;
using L2O.Reporting.Documents;
using L2O.Reporting.Tables;
using L2O.Tables;

namespace L2O.Reporting.Html;

/// <summary>The claims of the study with their verdicts; the evidence of each unfolds.</summary>
internal static class HtmlClaims
{
    /// <summary>Appends the table. Its roles are spelled out, as narrow pages show its rows as blocks.</summary>
    /// <param name="html">Where to.</param>
    /// <param name="claims">At least one.</param>
    internal static void Append(StringBuilder html, ImmutableArray<ClaimResult> claims)
    {
        html.Append(
            "<table class=\"claims\" role=\"table\">\n<caption>Each claim of the study, what became of it here, and the numbers behind " +
            "the verdict.</caption>\n")
            .Append("<thead role=\"rowgroup\"><tr role=\"row\"><th scope=\"col\" role=\"columnheader\">claim</th><th scope=\"col\" " +
                "role=\"columnheader\">verdict</th>")
            .Append("<th scope=\"col\" role=\"columnheader\">what was found</th></tr></thead>\n<tbody role=\"rowgroup\">\n");
        for (int i = 0; i < claims.Length; i++)
            AppendRow(html, claims[i], i);
        html.Append("</tbody>\n</table>\n");
    }

    private static void AppendRow(StringBuilder html, ClaimResult claim, int number)
    {
        string evidence = $"Evidence of {claim.Id}";
        html.Append("<tr id=\"claim-").Append(number).Append("\" role=\"row\"><th scope=\"row\" role=\"rowheader\"><b>")
            .Append(HtmlText.Escape(claim.Id)).Append("</b> ")
            .Append(HtmlText.Escape(claim.Statement)).Append("</th>\n<td role=\"cell\"><span class=\"badge ")
                .Append(Style(claim.Verdict)).Append("\"><span aria-hidden=\"true\">")
            .Append(ClaimText.Sign(claim.Verdict)).Append("</span> ").Append(ClaimText.Of(claim.Verdict))
                .Append("</span></td>\n<td role=\"cell\"><p>")
            .Append(HtmlText.Escape(claim.Finding)).Append("</p>\n<details class=\"evidence\"><summary>")
                .Append(HtmlText.Escape(evidence)).Append(", ")
            .Append(claim.Evidence.Length == 1 ? "1 number" : $"{claim.Evidence.Length} numbers")
                .Append("</summary>\n<p class=\"note\">").Append(HtmlText.Escape(claim.Setting))
            .Append(" Source: ").Append(HtmlText.Escape(claim.Source)).Append(".</p>\n");
        if (claim.Evidence.Length > 0)
            html.AppendScrolling(evidence, HtmlTable.Render(ClaimText.Evidence(claim)));
        html.Append("</details></td></tr>\n");
    }

    private static string Style(ClaimVerdict verdict) => ClaimText.Of(verdict).Replace(' ', '-');
}
