using System.Text;
using L2O.Reporting.Figures;
using L2O.Reporting.Html;
using L2O.Reporting.Tables;
using L2O.Runs;

namespace L2O.Reporting;

/// <summary>
/// Writes all that a person looks at after a run: <c>report.html</c>, <c>loss</c> (all optimizees side by side),
/// <c>loss-OPTIMIZEE</c> and <c>generalization</c> where there are several, <c>learning-rates</c> where rates were searched and
/// <c>meta-training</c> where there were epochs, each figure as <c>.png</c> and <c>.svg</c>.
/// </summary>
public static class ReportWriter
{
    /// <summary>Name of the interactive report.</summary>
    public const string HtmlFile = "report.html";

    /// <summary>Writes the files, replacing those of an earlier report.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="content">What to show.</param>
    /// <returns>The files written, and a warning where the machine has no font for the figures' text.</returns>
    /// <exception cref="ArgumentException">The comparison has no curves.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static ReportFiles Write(string folder, ReportContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        if (content.Comparison.Curves.Count == 0)
            throw new ArgumentException("the comparison has 0 curves; at least one was expected", nameof(content));
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"{folder}: no such folder; an existing one was expected");
        string report = Path.Combine(folder, HtmlFile);
        byte[] html = Encoding.UTF8.GetBytes(HtmlReport.Render(content));
        AtomicFile.Write(report, stream => stream.Write(html));
        var paths = new List<string> { report };
        foreach ((string name, FigurePage figure) in Figures(content))
        {
            string path = Path.Combine(folder, name);
            figure.SavePng(path + ".png");
            figure.SaveSvg(path + ".svg");
            paths.AddRange([path + ".png", path + ".svg"]);
        }
        return new ReportFiles(paths, FigureFont.Warning is { } warning ? [warning] : []);
    }

    private static IEnumerable<(string Name, FigurePage Figure)> Figures(ReportContent content)
    {
        yield return ("loss", LossCurveFigure.Draw(content.Comparison));
        string[] optimizees = [.. content.Comparison.Curves.Select(static curve => curve.Optimizee).Distinct(StringComparer.Ordinal)];
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (string optimizee in optimizees.Length > 1 ? optimizees : [])
            yield return (UnusedName($"loss-{FileName(optimizee)}", taken), LossCurveFigure.Draw(content.Comparison, optimizee));
        if (GeneralizationTable.From(content.Comparison) is { } generalization)
            yield return ("generalization", GeneralizationFigure.Draw(generalization));
        if (content.Comparison.Searches.Count > 0)
            yield return ("learning-rates", LearningRateFigure.Draw(content.Comparison.Searches));
        if (content.Epochs.Count > 0)
            yield return ("meta-training", MetaTrainingFigure.Draw(content.Epochs));
    }

    /// <summary>A name that every file system takes and that cannot leave the folder.</summary>
    private static string FileName(string optimizee) =>
        string.Concat(optimizee.Select(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '_'));

    private static string UnusedName(string name, HashSet<string> taken)
    {
        string candidate = name;
        for (int number = 2; !taken.Add(candidate); number++)
            candidate = $"{name}-{number}";
        return candidate;
    }
}
