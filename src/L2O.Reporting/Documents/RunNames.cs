using L2O.Runs;

namespace L2O.Reporting.Documents;

/// <summary>Names that tell runs apart which stand side by side.</summary>
internal static class RunNames
{
    /// <summary>
    /// The runs, each under a name of its own: folders of the same name in different places get those that they lie in in front, as
    /// <c>a/own</c> and <c>b/own</c>; what is still the same, a number behind it.
    /// </summary>
    /// <param name="runs">In the order to show.</param>
    internal static IReadOnlyList<StoredResults> Distinct(IReadOnlyList<StoredResults> runs)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        return [.. runs.Select(run => run with { Name = Unused(Longer(run, runs), taken) })];
    }

    private static string Longer(StoredResults run, IReadOnlyList<StoredResults> runs)
    {
        StoredResults[] alike = [.. runs.Where(other => other.Name == run.Name && other.FullPath != run.FullPath)];
        string[] parts = run.FullPath.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
        if (alike.Length == 0 || parts.Length == 0 || parts[^1] != run.Name)
            return run.Name;
        int count = 1;
        while (count < parts.Length && alike.Any(other => other.FullPath.EndsWith($"{Path.DirectorySeparatorChar}" +
            string.Join(Path.DirectorySeparatorChar, parts[^count..]), StringComparison.Ordinal)))
            count++;
        return string.Join('/', parts[^count..]);
    }

    private static string Unused(string name, HashSet<string> taken)
    {
        string candidate = name;
        for (int number = 2; !taken.Add(candidate); number++)
            candidate = $"{name} ({number})";
        return candidate;
    }
}
