using Xunit;

namespace L2O.Testing.Files;

/// <summary>
/// Documents whose tables follow from the code: what a person wrote stands in front of the first heading of the second level, what follows
/// is generated and must agree. With L2O_WRITE_DOCS=1 the tests write it.
/// </summary>
internal static class GeneratedDocument
{
    private const string Boundary = "\n## ";

    /// <param name="path">Relative to the root of the repository.</param>
    /// <param name="generated">What must follow, its first line a heading of the second level.</param>
    public static void AssertUpToDate(string path, string generated)
    {
        string file = Path.Combine(RepositoryFolder.Root, path), text = File.ReadAllText(file).ReplaceLineEndings("\n");
        int boundary = text.IndexOf(Boundary, StringComparison.Ordinal);
        string head = boundary < 0 ? text.TrimEnd('\n') + "\n" : text[..boundary];
        if (Environment.GetEnvironmentVariable("L2O_WRITE_DOCS") == "1")
            File.WriteAllText(file, text = $"{head}\n{generated}");
        Assert.True(text == $"{head}\n{generated}",
            $"{path} does not agree with the code; run this test with L2O_WRITE_DOCS=1 to write it");
    }

    /// <summary>A table within a document that a person wrote otherwise: the first one behind a heading.</summary>
    /// <param name="path">Relative to the root of the repository.</param>
    /// <param name="heading">The heading, e.g. <c>## Measures</c>.</param>
    /// <param name="table">The whole table.</param>
    public static void AssertTableUpToDate(string path, string heading, string table)
    {
        string file = Path.Combine(RepositoryFolder.Root, path), text = File.ReadAllText(file).ReplaceLineEndings("\n");
        int section = text.IndexOf($"\n{heading}\n", StringComparison.Ordinal);
        Assert.True(section >= 0, $"{path} has no '{heading}'");
        int start = text.IndexOf("\n| ", section, StringComparison.Ordinal) + 1;
        int end = text.IndexOf("\n\n", start, StringComparison.Ordinal) + 1;
        string expected = text[..start] + table + text[end..];
        if (Environment.GetEnvironmentVariable("L2O_WRITE_DOCS") == "1")
            File.WriteAllText(file, text = expected);
        Assert.True(text == expected, $"the table of {path} does not agree with the code; run this test with L2O_WRITE_DOCS=1 to write it");
    }

    /// <summary>A row of a table.</summary>
    public static string Row(params string[] cells) =>
        $"| {string.Join(" | ", cells.Select(static cell => cell.Replace("|", "\\|", StringComparison.Ordinal)))} |\n";

    /// <summary>The first two lines of a table.</summary>
    public static string Head(params string[] titles) => Row(titles) + $"|{string.Concat(titles.Select(static _ => "---|"))}\n";
}
