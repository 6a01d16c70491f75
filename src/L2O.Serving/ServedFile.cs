using L2O.Serving.Following;

namespace L2O.Serving;

/// <summary>A file of a run that may be looked at, and what the browser may do with it.</summary>
/// <param name="FullPath">Where it is.</param>
/// <param name="ContentType">What it is sent as.</param>
/// <param name="Policy">Its content security policy.</param>
internal sealed record ServedFile(string FullPath, string ContentType, string Policy)
{
    private const string FiguresFolder = "figures";

    // A report has its script inside and asks for nothing. In a sandbox without an origin it can't reach this server's other pages either.
    private const string ReportPolicy =
        "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action " +
            "'none'; frame-ancestors 'none'; sandbox allow-scripts allow-downloads";

    private const string InertPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox";

    /// <summary>Looks a file up.</summary>
    /// <param name="catalog">The runs.</param>
    /// <param name="path">A run's id, a slash, and the name of one of its files.</param>
    /// <returns>Null if there is no such run or file, or it is not one of those that are shown.</returns>
    public static ServedFile? Find(RunCatalog catalog, string path)
    {
        string[] parts = path.Split('/');
        for (int names = 1; names <= Math.Min(2, parts.Length - 1); names++)
            if (catalog.Find(string.Join('/', parts[..^names])) is { } run)
                return In(run.Folder, parts[^names..]);
        return null;
    }

    /// <summary>The names of a run's files that are shown, those of its folder of figures with that in front.</summary>
    public static IEnumerable<string> NamesIn(string folder)
    {
        foreach (string name in Names(folder))
            yield return name;
        string figures = Path.Combine(folder, FiguresFolder);
        if (Directory.Exists(figures) && !IsLink(figures))
            foreach (string name in Names(figures))
                yield return $"{FiguresFolder}/{name}";
    }

    private static IEnumerable<string> Names(string folder) => new DirectoryInfo(folder).EnumerateFiles()
        .Where(static file => !file.Attributes.HasFlag(FileAttributes.ReparsePoint) && Kind(file.Name) is not null)
        .Select(static file => file.Name)
        .Order(StringComparer.Ordinal);

    private static ServedFile? In(string folder, string[] names)
    {
        if (names.Any(static name => name.Length == 0 || name.StartsWith('.'))
            || (names.Length == 2 && names[0] != FiguresFolder) || Kind(names[^1]) is not { } kind)
            return null;
        string full = folder;
        foreach (string name in names)
        {
            full = Path.Combine(full, name);
            if (IsLink(full)) // wherever it leads to
                return null;
        }
        // The names came from outside, so that this holds is checked and not argued.
        bool inside = Path.GetFullPath(full)
            .StartsWith(folder.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
        return inside && File.Exists(full) ? new ServedFile(full, kind.ContentType, kind.Policy) : null;
    }

    private static bool IsLink(string path) => new FileInfo(path) is { Exists: var exists, LinkTarget: var target } info
        && (target is not null || (exists && info.Attributes.HasFlag(FileAttributes.ReparsePoint)));

    private static (string ContentType, string Policy)? Kind(string name) => name.StartsWith('.') ? null : Path.GetExtension(name) switch
    {
        ".html" when name.StartsWith("report", StringComparison.Ordinal) => ("text/html; charset=utf-8", ReportPolicy),
        ".png" => ("image/png", InertPolicy),
        ".svg" => ("image/svg+xml", InertPolicy),
        ".pdf" => ("application/pdf", "default-src 'none'; frame-ancestors 'none'"),
        ".csv" or ".md" or ".json" or ".jsonl" => ("text/plain; charset=utf-8", InertPolicy),
        _ => null,
    };
}
