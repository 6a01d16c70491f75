using L2O.Files;
using L2O.Reporting.Documents;
using L2O.Reporting.Figures;
using L2O.Reporting.Figures.Models;
using L2O.Reporting.Html;
using L2O.Reporting.Markdown;
using L2O.Runs;

namespace L2O.Reporting;

/// <summary>
/// Writes all that a person looks at after a run: <c>report.html</c>, <c>report.md</c>, and the pictures of the figures as <c>.png</c>,
/// <c>.svg</c> and <c>.pdf</c>.
/// </summary>
public static class ReportWriter
{
    /// <summary>Name of the interactive report.</summary>
    public const string HtmlFile = "report.html";

    /// <summary>Name of the report in Markdown.</summary>
    public const string MarkdownFile = "report.md";

    /// <summary>Writes the report of one run, or of several side by side, replacing the files of an earlier one.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="runs">At least one folder of a meta-training, a comparison, an analysis or a reproduction.</param>
    /// <returns>The files written, and a warning where the machine has no font for the figures' text.</returns>
    /// <exception cref="ArgumentException">There are no runs.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">A run has no results, or a damaged file; the message names it.</exception>
    /// <exception cref="IOException">Some files could not be written; the message names them, and the others are there.</exception>
    public static ReportFiles Write(string folder, params IEnumerable<string> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        return Write(folder, [.. runs.Select(StoredResults.Load)]);
    }

    /// <summary>Writes the report of one run, or of several side by side, replacing the files of an earlier one.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="runs">At least one.</param>
    /// <param name="facts">See <see cref="ReportComposer.Compose"/>.</param>
    /// <returns>The files written, and a warning where the machine has no font for the figures' text.</returns>
    /// <exception cref="ArgumentException">There are no runs.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="IOException">Some files could not be written; the message names them, and the others are there.</exception>
    internal static ReportFiles Write(
        string folder, IReadOnlyList<StoredResults> runs, params IEnumerable<(string Key, string Value)> facts)
    {
        ReportDocument document = ReportComposer.Compose(runs, facts);
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"{folder}: no such folder; an existing one was expected");
        var paths = new List<string>();
        var outputs = new IndependentOutputs();
        outputs.Try(HtmlFile, () => paths.AddRange(WriteText(folder, document, static figure => $"{figure.Name}.svg")));
        Draw(document.Figures, folder, outputs, paths);
        outputs.ThrowIfAnyFailed();
        return new ReportFiles(paths, FigureFont.Warning is { } warning ? [warning] : []);
    }

    /// <summary>Draws figures, each for itself.</summary>
    /// <param name="figures">The figures.</param>
    /// <param name="folder">An existing folder.</param>
    /// <param name="outputs">Learns which failed.</param>
    /// <param name="paths">Gets the files written.</param>
    internal static void Draw(IEnumerable<FigureModel> figures, string folder, IndependentOutputs outputs, List<string> paths)
    {
        foreach (FigureModel figure in figures)
            outputs.Try($"figure {figure.Name}", () => paths.AddRange(new FigureRenderer(figure).Save(folder)));
    }

    /// <summary>Writes the two texts of a report, without the pictures.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="document">What they say.</param>
    /// <param name="picture">From a figure to its picture's path relative to the folder.</param>
    /// <returns>The files written.</returns>
    internal static IReadOnlyList<string> WriteText(string folder, ReportDocument document, Func<FigureModel, string> picture)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(picture);
        string page = Path.Combine(folder, HtmlFile), text = Path.Combine(folder, MarkdownFile);
        var outputs = new IndependentOutputs();
        outputs.Try(HtmlFile, () => AtomicFile.WriteText(page, HtmlReport.Render(document)));
        outputs.Try(MarkdownFile, () => AtomicFile.WriteText(text,
            MarkdownReport.Render(document, document.Figures.ToDictionary(static figure => figure.Name, picture, StringComparer.Ordinal))));
        outputs.ThrowIfAnyFailed();
        return [page, text];
    }
}
