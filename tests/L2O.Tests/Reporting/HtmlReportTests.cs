using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using L2O.Reporting.Documents;
using L2O.Reporting.Figures.Models;
using L2O.Reporting.Html;
using Xunit;

namespace L2O.Tests.Reporting;

public sealed partial class HtmlReportTests
{
    private static readonly ReportDocument s_document = ReportComposer.Compose([SampleReport.Results()], ("seed", "1"));

    private static readonly string s_page = HtmlReport.Render(s_document);

    [Fact]
    public void Every_finding_claim_figure_table_and_fact_is_there()
    {
        Assert.All(s_document.Findings.Concat(s_document.Setup)
            .Concat(s_document.Claims.SelectMany(static claim => new[] { claim.Statement, claim.Finding, claim.Setting, claim.Source })),
            Has);
        Assert.All(s_document.Claims.SelectMany(static claim => claim.Evidence).Select(static one => one.Quantity), Has);
        Assert.All(s_document.Figures.SelectMany(static figure => new[] { figure.Title, figure.Caption }), Has);
        Assert.All(s_document.Tables.SelectMany(static table =>
            table.Groups.SelectMany(static group => group.Rows.SelectMany(static row => row.Select(static cell => cell.Text)))), Has);
        Assert.All(s_document.Provenance.SelectMany(static run => run.Facts.Select(static fact => fact.Value).Append(run.Configuration)),
            Has);
        Assert.Equal(s_document.Figures.Length, CountOf(s_page, "<figure "));
        Assert.Equal(s_document.Figures.Sum(static figure => figure.Panels.Length), CountOf(s_page, "class=\"chart\""));
        Assert.Equal(s_document.Figures.Length, CountOf(s_page, "<summary>Values behind this figure</summary>\n<div class=\"scroll\""));

        static void Has(string text) => Assert.Contains(HtmlText.Escape(text), s_page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_verdict_is_told_by_words_and_the_studys_value_stands_beside_ours()
    {
        foreach (string verdict in new[] { "✓</span> reproduced", "✗</span> not reproduced", "?</span> inconclusive", "•</span> reported" })
            Assert.Equal(1, CountOf(s_page, verdict));
        Assert.Contains(
            "<th scope=\"row\">L2O over Lion</th><td>at least 3</td><td>3.89</td><td>3.5 to 4.3</td><td>-</td><td>-</td><td>yes</td>",
            s_page, StringComparison.Ordinal);
        Assert.Contains("<td>0.79</td><td>0.61 to 0.92</td><td>-</td><td>-</td><td>-</td>", s_page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_summary_comes_first_and_provenance_last()
    {
        Assert.Equal(["Summary", "Claims of the study", "Figures", "Tables", "Configuration and provenance"],
            Headings().Matches(s_page).Select(static match => match.Groups[1].Value));
        ReportDocument bare = s_document with { Claims = [], Figures = [], Tables = [], Provenance = [] };
        string page = HtmlReport.Render(bare);
        Assert.Equal(["Summary"], Headings().Matches(page).Select(static match => match.Groups[1].Value));
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_loads_nothing_from_anywhere_and_carries_its_script_once()
    {
        Assert.DoesNotMatch(Requests(), s_page);
        Assert.Contains(
            "content=\"default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; " +
            "form-action 'none'\"", s_page, StringComparison.Ordinal);
        Assert.Equal(1, CountOf(s_page, "export class Chart "));
        Assert.InRange(s_page.Length, 100_000, 1_500_000);
    }

    [Fact]
    public void The_check_for_requests_finds_each_kind()
    {
        foreach (string request in new[] { "<img src=\"a.png\">", "<a href='https://a'>", "url(a)",
            "@import 'a'", "fetch('a')", "new XMLHttpRequest", "new WebSocket('a')", "import('a')" })
            Assert.Matches(Requests(), request);
        Assert.DoesNotMatch(Requests(), "<a href=\"#main\">");
    }

    [Fact]
    public void No_text_becomes_markup_and_the_data_cannot_end_their_script()
    {
        string page = HtmlReport.Render(SampleReport.Hostile(SampleReport.Attack));

        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        Assert.DoesNotContain("onerror=alert(1)>", Script().Replace(page, ""), StringComparison.Ordinal);
        Assert.Equal(2, CountOf(page, "</script>")); // the data and the script
        Assert.Contains($"<h1>{HtmlText.Escape(SampleReport.Attack)}</h1>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_elements_nest_properly()
    {
        string body = Script().Replace(HtmlReport.Render(SampleReport.Hostile(SampleReport.Attack)), "");
        body = body[body.IndexOf("<body>", StringComparison.Ordinal)..(body.IndexOf("</body>", StringComparison.Ordinal) + 7)];
        // as XML writes it
        body = Inputs()
            .Replace(body, static match => $"{match.Value.Replace(" checked", " checked=\"\"", StringComparison.Ordinal)[..^1]}/>");

        XElement root = XElement.Parse(body);

        string[] ids = [.. root.Descendants().Select(static element => (string?)element.Attribute("id")).OfType<string>()];
        Assert.Equal(ids.Distinct(), ids);
        Assert.All(root.Descendants()
            .SelectMany(static element => new[] { (string?)element.Attribute("aria-labelledby"),
            ((string?)element.Attribute("href"))?.TrimStart('#') }).OfType<string>(), id => Assert.Contains(id, ids), throwIfEmpty: true);
        Assert.All(root.Descendants("table"), static table => Assert.NotNull(table.Element("caption")), throwIfEmpty: true);
        Assert.All(root.Descendants("th"),
            static cell => Assert.Contains((string?)cell.Attribute("scope"), new[] { "col", "row", "rowgroup" }), throwIfEmpty: true);
        Assert.All(root.Descendants().Where(static element => (string?)element.Attribute("role") is "img" or "region" or "group"),
            static element => Assert.False(string.IsNullOrWhiteSpace((string?)element.Attribute("aria-label"))), throwIfEmpty: true);
        Assert.Single(root.Elements("main"));
        Assert.Single(root.Elements("header"));
    }

    [Fact]
    public void The_data_hold_every_series_with_its_look()
    {
        using JsonDocument data = JsonDocument.Parse(Data().Match(HtmlReport.Render(SampleReport.Hostile("net"))).Groups[1].Value);

        JsonElement[] panels = [.. data.RootElement.GetProperty("figures")[0].GetProperty("panels").EnumerateArray()];
        Assert.Equal(["line", "line", "points"], panels[0].GetProperty("series").EnumerateArray()
            .Select(static series => series.GetProperty("kind").GetString()));
        JsonElement line = panels[0].GetProperty("series")[0];
        Assert.Equal([0.5, null, 2.0], line.GetProperty("y").EnumerateArray()
            .Select(static y => y.ValueKind == JsonValueKind.Null ? (double?)null : y.GetDouble()));
        Assert.Equal([1, 2, 0.1, 1], panels[0].GetProperty("inset").EnumerateArray().Select(static end => end.GetDouble()));
        JsonElement look = panels[0].GetProperty("series")[2].GetProperty("look");
        Assert.Equal(("#0072B2", "8 5"), (look.GetProperty("color").GetString(), look.GetProperty("dash").GetString()));
        JsonElement heat = panels[2].GetProperty("series")[0];
        // an infinity has the color of its end
        Assert.Equal([-0.30103, 0.30103], heat.GetProperty("z")[0].EnumerateArray().Select(static z => z.GetDouble()));
        Assert.Equal(JsonValueKind.Null, heat.GetProperty("values")[1].ValueKind);
    }

    [Fact]
    public void A_long_series_is_thinned_in_its_table_and_whole_in_the_data()
    {
        double[] x = [.. Enumerable.Range(1, 1000).Select(static i => (double)i)];
        var figure = new FigureModel("long", "Long", "",
            [new PanelModel("", new AxisModel("iteration"), new AxisModel("loss"), [new LineSeries("Adam", "adam", [.. x], [.. x])])]);
        string page = HtmlReport.Render(s_document with { Figures = [figure], Claims = [], Tables = [], Provenance = [] });

        Assert.Equal(200, CountOf(page, "<tr><th scope=\"row\">"));
        Assert.Contains("loss; every 5th of 1000 rows, the CSV file has all", page, StringComparison.Ordinal);
        Assert.Equal(1000, JsonDocument.Parse(Data().Match(page).Groups[1].Value).RootElement.GetProperty("figures")[0]
            .GetProperty("panels")[0].GetProperty("series")[0].GetProperty("y").GetArrayLength());
    }

    [Fact]
    public void Only_positive_numbers_get_a_switch_to_a_logarithmic_axis()
    {
        FigureModel With(double least) =>
            new("f", "F", "", [new PanelModel("", new AxisModel("x"), new AxisModel("y"), [new LineSeries("a", "a", [1, 2], [least, 1])])]);
        Assert.Contains("class=\"log\"", HtmlReport.Render(s_document with { Figures = [With(0.1)] }),
            StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"log\"", HtmlReport.Render(s_document with { Figures = [With(0)] }),
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_document_gives_the_same_page() =>
        Assert.Equal(s_page, HtmlReport.Render(ReportComposer.Compose([SampleReport.Results()], ("seed", "1"))));

    [Fact]
    public void Verdicts_are_counted_by_name() => Assert.Equal(
        "Of 4 claims of the study: 1 reproduced (C1); 1 not reproduced (C4); 1 inconclusive (C8); 1 reported without a test (C11).",
            ClaimText.Count(SampleReport.Claims()));

    private static int CountOf(string text, string part) =>
        (text.Length - text.Replace(part, "", StringComparison.Ordinal).Length) / part.Length;

    [GeneratedRegex(
        """<[^>]*\s(src|href|data|action|poster|srcset)\s*=\s*(?:["'](?!#)|[^\s"'#])|\burl\s*\(|@import|\bfetch\s*\(|XMLHttpRequest|""" +
        """WebSocket|EventSource|\bimport\s*\(|https?://""",
        RegexOptions.IgnoreCase)]
    private static partial Regex Requests();

    [GeneratedRegex("id=\"data\">(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Data();

    [GeneratedRegex("<script.*?</script>", RegexOptions.Singleline)]
    private static partial Regex Script();

    [GeneratedRegex("<input[^>]*>")]
    private static partial Regex Inputs();

    [GeneratedRegex("<h2[^>]*>(.*?)</h2>")]
    private static partial Regex Headings();
}
