namespace L2O.Runs;

/// <summary>Whether a folder that a caller names may be worked in: nothing of the caller's own is ever mixed with a run's files.</summary>
internal static class FolderUse
{
    /// <summary>Whether a folder holds a run of that kind, to be gone on with; false if it is new or empty.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="kind">As <see cref="RunRecord.Kind"/>.</param>
    /// <exception cref="ArgumentException">It holds something else, or is a file.</exception>
    public static bool Holds(string folder, string kind)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (File.Exists(folder))
            throw new ArgumentException($"'{folder}' is a file; expected a new or empty folder, or that of the same {kind}");
        if (!Directory.Exists(folder) || !Directory.EnumerateFileSystemEntries(folder).Any())
            return false;
        string? found = RunRecord.TryLoad(folder)?.Kind; // null where a run was described and never begun
        if (!File.Exists(Path.Combine(folder, MetaTrainingFolder.ConfigFile)) || (found is not null && found != kind))
            throw new ArgumentException($"folder '{folder}' is not empty and holds {(found is null ? $"no {kind}" : $"a {found}")}; "
                + $"expected a new or empty one, or that of the same {kind}");
        return true;
    }
}
