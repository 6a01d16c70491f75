using System.Globalization;
using System.Text;
using L2O.Reporting.Claims;

namespace L2O.Studies.Paper;

/// <summary>The verdicts of a reproduction in Markdown: a table of claims, then each claim's numbers.</summary>
internal static class ClaimsMarkdown
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "report.md";

    /// <summary>The text.</summary>
    public static string Render(PaperScale scale, IReadOnlyList<ClaimResult> claims)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# Claims of the study at scale {scale.Name}, on {scale.Data}\n\n| claim | verdict | finding |\n|---|---|---|\n");
        foreach (ClaimResult claim in claims)
            text.Append(CultureInfo.InvariantCulture, $"| {claim.Id}: {Cell(claim.Statement)} | {Verdict(claim.Verdict)} | {Cell(claim.Finding)} |\n");
        foreach (ClaimResult claim in claims.Where(static claim => claim.Evidence.Length > 0))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {claim.Id}: {Verdict(claim.Verdict)}\n\n{claim.Setting} ({claim.Source}).\n\n| quantity | study | here | 95 % interval | holds |\n|---|---|---|---|---|\n");
            foreach (ClaimEvidence number in claim.Evidence)
                text.Append(CultureInfo.InvariantCulture, $"| {Cell(number.Quantity)} | {Cell(number.Study)} | {number.Value:G3} | {Interval(number)} | {(number.Holds is { } holds ? holds ? "yes" : "no" : "")} |\n");
        }
        return text.ToString();
    }

    private static string Verdict(ClaimVerdict verdict) => verdict switch
    {
        ClaimVerdict.NotReproduced => "not reproduced",
        _ => verdict.ToString().ToLowerInvariant(),
    };

    private static string Interval(ClaimEvidence number) =>
        double.IsNaN(number.Low) ? "" : string.Create(CultureInfo.InvariantCulture, $"{number.Low:G3} to {number.High:G3}");

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
