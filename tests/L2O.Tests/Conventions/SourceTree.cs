namespace L2O.Tests.Conventions;

/// <summary>All C# files of the repository that this assembly was built from.</summary>
internal static class SourceTree
{
    /// <summary>The folder of the solution file.</summary>
    public static string Root => RepositoryFolder.Root;

    private static readonly Lazy<IReadOnlyList<SourceFile>> Parsed = new(static () =>
        [.. new[] { "src", "tests", "tools", "samples" }
            .SelectMany(static folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories))
            .Where(static path => !path.Split('/', '\\').Any(static part => part is "bin" or "obj"))
            .Order(StringComparer.Ordinal)
            .Select(static path => new SourceFile(Root, path))]);

    public static IReadOnlyList<SourceFile> Files => Parsed.Value;

    /// <summary>The files below a folder; there must be some, or a test of them would pass for nothing.</summary>
    public static IEnumerable<SourceFile> Under(string folder)
    {
        SourceFile[] found = [.. Files.Where(file => file.Path.StartsWith(folder + "/", StringComparison.Ordinal))];
        return found.Length > 0 ? found : throw new DirectoryNotFoundException($"no C# files below '{folder}'");
    }
}
