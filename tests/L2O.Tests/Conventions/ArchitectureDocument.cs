namespace L2O.Tests.Conventions;

/// <summary>What docs/architecture.md says of the repository, read from its tables.</summary>
internal static class ArchitectureDocument
{
    private const string Heading = "## Rooms of the library";

    /// <summary>The rooms of the library, from the bottom to the top.</summary>
    public static IReadOnlyList<string> Rooms { get; } = [.. FirstCells(Section(Heading))];

    /// <summary>The projects, as folders, and the projects that each may use.</summary>
    public static IReadOnlyDictionary<string, string> Projects { get; } =
        Rows(Section("## Projects")).ToDictionary(static cells => cells[0].Trim('`'), static cells => cells[^1], StringComparer.Ordinal);

    private static string Section(string heading)
    {
        string text = File.ReadAllText(Path.Combine(SourceTree.Root, "docs/architecture.md"));
        int start = text.IndexOf(heading, StringComparison.Ordinal);
        if (start < 0)
            throw new InvalidDataException($"docs/architecture.md has no heading '{heading}'");
        int end = text.IndexOf("\n## ", start + heading.Length, StringComparison.Ordinal);
        return end < 0 ? text[start..] : text[start..end];
    }

    private static IEnumerable<string> FirstCells(string section) => Rows(section).Select(static cells => cells[0].Trim('`'));

    private static IEnumerable<string[]> Rows(string section) =>
        from line in section.Split('\n')
        where line.StartsWith("| `", StringComparison.Ordinal)
        select line.Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries);
}
