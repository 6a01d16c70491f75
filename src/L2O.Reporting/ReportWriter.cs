using L2O.Reporting.Documents;
using L2O.Reporting.Figures;
using L2O.Reporting.Html;
using L2O.Reporting.Markdown;
using L2O.Runs;

namespace L2O.Reporting;

/// <summary>
/// Writes all that a person looks at after a run: <c>report.html</c>, <c>report.md</c>, and the pictures of the figures as <c>.png</c> and <c>.svg</c>.
/// </summary>
public static class ReportWriter
{
    /// <summary>Name of the interactive report.</summary>
    public const string HtmlFile = "report.html";

    /// <summary>Name of the report in Markdown.</summary>
    public const string MarkdownFile = "report.md";

    /// <summary>Writes the report of one run, or of several side by side, replacing the files of an earlier one.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="runs">At least one.</param>
    /// <param name="facts">See <see cref="ReportComposer.Compose"/>.</param>
    /// <returns>The files written, and a warning where the machine has no font for the figures' text.</returns>
    /// <exception cref="ArgumentException">There are no runs.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static ReportFiles Write(string folder, IReadOnlyList<StoredResults> runs, params IEnumerable<(string Key, string Value)> facts)
    {
        ReportDocument document = ReportComposer.Compose(runs, facts);
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"{folder}: no such folder; an existing one was expected");
        string page = Path.Combine(folder, HtmlFile), text = Path.Combine(folder, MarkdownFile);
        AtomicFile.WriteText(page, HtmlReport.Render(document));
        var paths = new List<string> { page, text };
        var pictures = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((string name, FigurePage picture) in runs is [var run] ? StoredFigures.Pictures(run) : [])
        {
            string path = Path.Combine(folder, name);
            picture.SavePng(path + ".png");
            picture.SaveSvg(path + ".svg");
            paths.AddRange([path + ".png", path + ".svg"]);
            pictures.Add(name, name + ".svg");
        }
        AtomicFile.WriteText(text, MarkdownReport.Render(document, pictures));
        return new ReportFiles(paths, FigureFont.Warning is { } warning ? [warning] : []);
    }
}
