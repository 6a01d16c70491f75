using System.Text.RegularExpressions;
using L2O.Reporting.Documents;
using L2O.Reporting.Markdown;
using L2O.Reporting.Tables;
using Xunit;

namespace L2O.Tests.Reporting;

public sealed partial class MarkdownReportTests
{
    private static readonly Dictionary<string, string> s_pictures = new() { ["loss"] = "loss.svg" };

    [Fact]
    public void Every_finding_claim_figure_table_and_fact_is_there()
    {
        ReportDocument document = ReportComposer.Compose([SampleReport.Results()], ("seed", "1"));
        string text = MarkdownReport.Render(document, s_pictures);

        Assert.All(document.Findings.Concat(document.Setup),
            sentence => Assert.Contains(MarkdownText.Escape(sentence), text, StringComparison.Ordinal));
        Assert.All(document.Claims,
            claim => Assert.Contains($"| {MarkdownText.Escape($"{claim.Id} {claim.Statement}")} |", text, StringComparison.Ordinal));
        Assert.All(document.Figures,
            figure => Assert.Contains($"### {MarkdownText.Escape(figure.Title)}\n", text, StringComparison.Ordinal));
        Assert.All(document.Tables, table => Assert.Contains(MarkdownTable.Render(table), text, StringComparison.Ordinal));
        Assert.Contains("](loss.svg)\n", text, StringComparison.Ordinal);
        Assert.Contains("| seed | 1 |\n", text, StringComparison.Ordinal);
        Assert.Contains("```json\n{ \"seed\": 1 }\n```\n", text, StringComparison.Ordinal);
        Assert.Contains(
            "| \\|rescale deviation\\| of L2O at 100 | 51 | 48.2 | 44.1 to 52.7 | - | - | - |\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SampleReport.Attack)]
    [InlineData("# not a heading")]
    [InlineData("- no item")]
    [InlineData("1. no item")]
    [InlineData("two\nlines | and a bar")]
    public void No_text_becomes_markup_and_tables_stay_whole(string hostile)
    {
        string text = MarkdownReport.Render(SampleReport.Hostile(hostile), new Dictionary<string, string> { ["kinds"] = "a b).svg" });
        string[] lines = Fences().Replace(text, "").Split('\n');

        Assert.DoesNotContain("<", string.Join('\n', lines), StringComparison.Ordinal);
        Assert.Contains("](a%20b%29.svg)", text, StringComparison.Ordinal);
        Assert.Equal(lines.Count(static line => line.StartsWith('#')), Headings().Count(string.Join('\n', lines)));
        Assert.Equal(10, lines.Count(static line => line.StartsWith('#')));
        int bars = 0;
        foreach (string line in lines)
        {
            int own = Bars().Count(line);
            Assert.True(!line.StartsWith('|') || bars == 0 || own == bars, line);
            bars = line.StartsWith('|') ? own : 0;
        }
    }

    [Fact]
    public void A_fence_is_longer_than_any_in_its_block() =>
        Assert.Equal("````json\na\n```\nb\n````\n", MarkdownText.Fence("json", "a\n```\nb"));

    [GeneratedRegex("(`{3,})json\n.*?\n\\1\n", RegexOptions.Singleline)]
    private static partial Regex Fences();

    [GeneratedRegex(@"^#{1,3} \S", RegexOptions.Multiline)]
    private static partial Regex Headings();

    [GeneratedRegex(@"(?<!\\)(?:\\\\)*\|")]
    private static partial Regex Bars();
}
