using System.Text.Json;
using System.Text.RegularExpressions;
using L2O.MetaTesting;
using L2O.Reporting;
using L2O.Reporting.Html;
using Xunit;

namespace L2O.Tests.Reporting;

public sealed partial class ReportWriterTests
{
    [Fact]
    public void All_files_are_written_and_listed()
    {
        using var folder = new TemporaryFolder();

        ReportFiles files = ReportWriter.Write(folder.Root, Content());

        string[] names = [.. files.Paths.Select(static path => Path.GetFileName(path)!)];
        string[] figures = ["loss", "loss-mlp-relu-20", "loss-mlp-sigmoid-100-100", "loss-mlp-sigmoid-20", "accuracy", "generalization", "learning-rates", "meta-training"];
        Assert.Equal(
            ["report.html", .. figures.SelectMany(static name => new[] { $"{name}.png", $"{name}.svg", $"{name}.pdf" })],
            names);
        Assert.Equal(names.Order(StringComparer.Ordinal), Directory.GetFiles(folder.Root).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.InRange(new FileInfo(files.Paths[0]).Length, 3_000_000, 5_000_000);
    }

    [Fact]
    public void An_optimizees_name_cannot_leave_the_folder()
    {
        using var folder = new TemporaryFolder();
        LossCurve[] curves = [SampleComparison.Falling("../../x", "l2o", 0, 5, 3, 0.1), SampleComparison.Falling("..\\../x", "l2o", 0, 5, 3, 0.1)];

        ReportFiles files = ReportWriter.Write(folder.Root, new ReportContent("t", new Comparison("digits", 5, curves, []), [], []));

        Assert.Equal(
            ["report.html", "loss.png", "loss-x.png", "loss-x-2.png", "accuracy.png"],
            files.Paths.Select(path => Path.GetRelativePath(folder.Root, path)).Where(static path => !path.EndsWith(".svg", StringComparison.Ordinal) && !path.EndsWith(".pdf", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_page_loads_nothing_from_anywhere()
    {
        string html = WithoutPlotly(HtmlReport.Render(Content()));

        Assert.DoesNotContain("http://", html, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", html, StringComparison.Ordinal);
        Assert.Empty(Loads().Matches(html));
        Assert.Contains("content=\"default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_carries_plotly_whole() =>
        Assert.Contains("plotly.js v2", HtmlReport.Render(Content()), StringComparison.Ordinal);

    [Fact]
    public void All_text_is_escaped_and_the_data_cannot_end_their_script()
    {
        const string Attack = "</script><img src=x onerror=alert(1)>\"'&";
        LossCurve[] curves = [SampleComparison.Falling(Attack, Attack, 0, 20, 5, 0.1)];
        LearningRateTrial[] searches = [new(Attack, Attack, 0.1, [3], true)];
        string html = WithoutPlotly(HtmlReport.Render(new ReportContent(Attack, new Comparison(Attack, 20, curves, searches), [], [(Attack, Attack)])));

        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
        Assert.Equal(2, CountOf(html, "</script>")); // data and own script; plotly.js is cut out with its element
        Assert.Contains("<h1>&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;</h1>", html, StringComparison.Ordinal);
        Assert.Contains("<dt>&lt;/script&gt;", html, StringComparison.Ordinal);
    }

    [Fact]
    public void The_embedded_data_are_json_with_a_band_for_each_optimizer()
    {
        using JsonDocument data = JsonDocument.Parse(DataElement().Match(HtmlReport.Render(Content())).Groups[1].Value);

        JsonElement measures = data.RootElement.GetProperty("measures");
        Assert.Equal(4, measures.GetArrayLength());
        JsonElement optimizees = measures[0].GetProperty("optimizees");
        Assert.Equal(3, optimizees.GetArrayLength());
        Assert.Equal(["L2O (learned)", "Adam", "SGD", "Lion"], optimizees[0].EnumerateArray().Select(static band => band.GetProperty("label").GetString()));
        Assert.Equal(200, optimizees[0][0].GetProperty("mean").GetArrayLength());
        Assert.Equal(20, measures[2].GetProperty("optimizees")[0][0].GetProperty("mean").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, data.RootElement.GetProperty("rates")[0][2].GetProperty("trials")[9].GetProperty("loss").ValueKind);
        Assert.Equal(9, data.RootElement.GetProperty("epochs").GetArrayLength());
    }

    [Fact]
    public void Sections_without_data_are_absent()
    {
        ReportContent content = Content();
        string html = WithoutPlotly(HtmlReport.Render(content with { Epochs = [], Provenance = [], Comparison = content.Comparison with { Searches = [] } }));

        Assert.Equal(["Results", "Generalization", "Curves"], Headings().Matches(html).Select(static match => match.Groups[1].Value));
        Assert.Equal(
            ["Results", "Generalization", "Curves", "Learning-rate search", "Meta-training", "Configuration and provenance"],
            Headings().Matches(WithoutPlotly(HtmlReport.Render(content))).Select(static match => match.Groups[1].Value));
    }

    [Fact]
    public void A_report_without_curves_or_folder_is_refused()
    {
        using var folder = new TemporaryFolder();
        ReportContent content = Content();
        Assert.Throws<DirectoryNotFoundException>(() => ReportWriter.Write(folder["missing"], content));
        Assert.Throws<ArgumentException>(() => ReportWriter.Write(folder.Root, content with { Comparison = content.Comparison with { Curves = [] } }));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Root));
    }

    private static ReportContent Content() => new("A quick start", SampleComparison.Full(), SampleComparison.Epochs(), [("seed", "1")]);

    private static string WithoutPlotly(string html)
    {
        int start = html.IndexOf("<script>/**", StringComparison.Ordinal);
        int end = html.IndexOf("</script>", start, StringComparison.Ordinal);
        Assert.InRange(end - start, 3_000_000, 5_000_000);
        return html.Remove(start, end + "</script>".Length - start);
    }

    private static int CountOf(string text, string part) => (text.Length - text.Replace(part, "", StringComparison.Ordinal).Length) / part.Length;

    [GeneratedRegex("<(script|img|iframe|object|embed|source|link)[^>]*(src|href|data)=|@import|url\\(", RegexOptions.IgnoreCase)]
    private static partial Regex Loads();

    [GeneratedRegex("id=\"data\">(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex DataElement();

    [GeneratedRegex("<h2>(.*?)</h2>")]
    private static partial Regex Headings();
}
