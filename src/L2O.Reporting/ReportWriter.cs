using System.Text;
using L2O.Reporting.Figures;
using L2O.Reporting.Figures.Models;
using L2O.Reporting.Html;
using L2O.Runs;

namespace L2O.Reporting;

/// <summary>
/// Writes all that a person looks at after a run: <c>report.html</c> and every figure of <see cref="FigureCatalog"/> that the
/// results allow, each as <c>.png</c>, <c>.svg</c> and <c>.pdf</c>.
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
        foreach (FigureModel figure in FigureCatalog.Describe(content.Comparison, content.Epochs, content.Measurements))
            paths.AddRange(new FigureRenderer(figure).Save(folder));
        return new ReportFiles(paths, FigureFont.Warning is { } warning ? [warning] : []);
    }
}
