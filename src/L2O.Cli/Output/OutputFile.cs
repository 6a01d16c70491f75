namespace L2O.Cli.Output;

/// <summary>A file for a result that is known to be free before any work begins.</summary>
internal static class OutputFile
{
    /// <summary>Endings that promise a format.</summary>
    private static readonly string[] s_formats =
        [".parquet", ".json", ".jsonl", ".npy", ".npz", ".safetensors", ".csv", ".tsv", ".txt", ".xlsx", ".html", ".gz", ".zip"];

    /// <summary>The full path of a file that does not exist yet, in a folder that does.</summary>
    /// <param name="path">The file.</param>
    /// <param name="extensions">How its name may end, if it has an extension; empty for anything.</param>
    /// <exception cref="UsageException">It is there already, is a folder, has no folder, or is named like something else.</exception>
    public static string ForNew(string path, params string[] extensions)
    {
        if (string.IsNullOrWhiteSpace(path) || path.Contains('\0', StringComparison.Ordinal))
            throw new UsageException($"output file '{path}' is no path; expected a new file");
        string full = Path.GetFullPath(path);
        if (Directory.Exists(full))
            throw new UsageException($"output file '{path}' is a folder; expected a new file");
        if (File.Exists(full))
            throw new UsageException($"output file '{path}' is there already; expected a new file");
        if (extensions.Length > 0 && s_formats.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase)
            && !extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase))
            throw new UsageException($"output file '{path}' would not be what its name says; expected a name that ends in {extensions[0]}");
        string folder = Path.GetDirectoryName(full) ?? full;
        return Directory.Exists(folder)
            ? full : throw new UsageException(
            $"output file '{path}' can't be made, folder '{folder}' does not exist; expected an existing folder");
    }
}
