namespace L2O.Cli.Output;

/// <summary>A file for a result that is known to be free before any work begins.</summary>
internal static class OutputFile
{
    /// <summary>The full path of a file that does not exist yet, in a folder that does.</summary>
    /// <exception cref="UsageException">It is there already, is a folder, or has no folder.</exception>
    public static string ForNew(string path)
    {
        if (string.IsNullOrWhiteSpace(path) || path.Contains('\0', StringComparison.Ordinal))
            throw new UsageException($"output file '{path}' is no path; expected a new file");
        string full = Path.GetFullPath(path);
        if (Directory.Exists(full))
            throw new UsageException($"output file '{path}' is a folder; expected a new file");
        if (File.Exists(full))
            throw new UsageException($"output file '{path}' is there already; expected a new file");
        string folder = Path.GetDirectoryName(full) ?? full;
        return Directory.Exists(folder)
            ? full : throw new UsageException(
            $"output file '{path}' can't be made, folder '{folder}' does not exist; expected an existing folder");
    }
}
