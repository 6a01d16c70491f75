using L2O.MetaTesting;
using L2O.Reporting;
using L2O.Runs;
using L2O.Tables;
using Xunit;

namespace L2O.Tests.Reporting;

public sealed class ReportWriterTests
{
    [Fact]
    public void All_files_are_written_and_listed()
    {
        using var folder = new TemporaryFolder();

        ReportFiles files = ReportWriter.Write(folder.Root, [SampleReport.Results()]);

        string[] names = [.. files.Paths.Select(static path => Path.GetFileName(path)!)];
        Assert.Equal(["report.html", "report.md"], names[..2]);
        Assert.Equal(names.Order(StringComparer.Ordinal), Directory.GetFiles(folder.Root)
            .Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(new[] { "loss.svg", "loss.png", "generalization.svg", "learning-rates.png", "meta-training.svg" },
            name => Assert.Contains(name, names));
        string text = File.ReadAllText(folder["report.md"]);
        Assert.All(names.Where(static name => name is "loss.svg" or "generalization.svg" or "learning-rates.svg" or "meta-training.svg"),
            name => Assert.Contains($"]({name})", text, StringComparison.Ordinal));
    }

    [Fact]
    public void A_second_report_of_the_same_results_is_the_same()
    {
        using var folder = new TemporaryFolder();
        StoredResults results = SampleReport.Results() with { Comparison = SampleComparison.Full(20) };
        ReportWriter.Write(folder.Root, [results]);
        string[] first = [File.ReadAllText(folder["report.html"]), File.ReadAllText(folder["report.md"])];

        ReportWriter.Write(folder.Root, [results]);

        Assert.Equal(first[0], File.ReadAllText(folder["report.html"]));
        Assert.Equal(first[1], File.ReadAllText(folder["report.md"]));
    }

    [Fact]
    public void An_optimizees_name_cannot_leave_the_folder()
    {
        using var folder = new TemporaryFolder();
        LossCurve[] curves = [SampleComparison.Falling("../../x", "l2o", 0, 5, 3, 0.1),
            SampleComparison.Falling("..\\../x", "l2o", 0, 5, 3, 0.1)];

        ReportFiles files = ReportWriter.Write(folder.Root,
            [new StoredResults("t", new Comparison("digits", 5, curves, []), [], DynamicsTable.Empty, [], null, "")]);

        Assert.All(files.Paths, path => Assert.Equal(folder.Root, Path.GetDirectoryName(Path.GetFullPath(path))));
        Assert.Equal(files.Paths.Count, files.Paths.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public void Names_of_any_length_become_file_names()
    {
        using var folder = new TemporaryFolder();
        string[] names = [string.Concat(Enumerable.Repeat("conv-64-3x3-p1+relu+", 20)) + "affine-10",
            string.Concat(Enumerable.Repeat("conv-64-3x3-p1+relu+", 20)) + "affine-11", new string('x', 5000)];
        LossCurve[] curves = [.. names.Select(static name => SampleComparison.Falling(name, "l2o", 0, 5, 3, 0.1))];

        ReportFiles files = ReportWriter.Write(folder.Root,
            [new StoredResults("t", new Comparison("digits", 5, curves, []), [], DynamicsTable.Empty, [], null, "")]);

        Assert.True(files.Paths.Count > 9);
        Assert.All(files.Paths, static path => Assert.True(File.Exists(path) && Path.GetFileName(path).Length < 230));
        Assert.Equal(files.Paths.Count, files.Paths.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public void What_cannot_be_written_is_named_at_the_end_and_costs_nothing_else()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["loss.svg/in the way"]);
        Directory.CreateDirectory(folder["report.html/in the way"]);

        string message = Assert.ThrowsAny<IOException>(() => ReportWriter.Write(folder.Root, [SampleReport.Results()])).Message;

        Assert.StartsWith("2 outputs are missing, the others are there: report.html: ", message, StringComparison.Ordinal);
        Assert.Contains("loss.svg: ", message, StringComparison.Ordinal);
        Assert.All(new[] { "report.md", "loss.png", "loss.pdf", "generalization.svg", "meta-training.pdf" },
            name => Assert.True(File.Exists(folder[name]), name));
    }

    [Fact]
    public void A_report_without_runs_or_folder_is_refused()
    {
        using var folder = new TemporaryFolder();
        Assert.Throws<DirectoryNotFoundException>(() => ReportWriter.Write(folder["missing"], [SampleReport.Results()]));
        Assert.Throws<ArgumentException>(() => ReportWriter.Write(folder.Root, Array.Empty<StoredResults>()));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Root));
    }
}
