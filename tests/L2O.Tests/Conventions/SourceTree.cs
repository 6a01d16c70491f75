namespace L2O.Tests.Conventions;

/// <summary>All C# files of the repository that this assembly was built from.</summary>
internal static class SourceTree
{
    /// <summary>The folder of the solution file, looked for upwards from the test assembly.</summary>
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    private static readonly Lazy<IReadOnlyList<SourceFile>> Parsed = new(static () =>
        [.. new[] { "src", "tests", "tools", "samples" }
            .SelectMany(static folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories))
            .Where(static path => !path.Split('/', '\\').Any(static part => part is "bin" or "obj"))
            .Order(StringComparer.Ordinal)
            .Select(static path => new SourceFile(Root, path))]);

    public static IReadOnlyList<SourceFile> Files => Parsed.Value;

    public static IEnumerable<SourceFile> Under(string folder) =>
        Files.Where(file => file.Path.StartsWith(folder + "/", StringComparison.Ordinal));

    private static string FindRoot(string start)
    {
        for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "L2O.slnx")))
                return folder.FullName;
        throw new DirectoryNotFoundException($"no L2O.slnx in '{start}' or above; expected the tests to run inside the repository");
    }
}
