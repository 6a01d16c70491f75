namespace L2O.Runs;

/// <summary>A folder with a <c>run.json</c>, looked at from outside: whoever owns it is not disturbed.</summary>
/// <param name="FullPath">The folder.</param>
/// <param name="Record">What its <c>run.json</c> says.</param>
/// <param name="IsInUse">Whether a process works in it now.</param>
internal sealed record RunFolder(string FullPath, RunRecord Record, bool IsInUse)
{
    private const int MaxDepth = 4;

    /// <summary>How it stands, in a word: a run that says <c>running</c> and has no process has crashed.</summary>
    public string State => Record.State == RunState.Running && !IsInUse ? "crashed" : Record.State.ToString().ToLowerInvariant();

    /// <summary>Opens a folder.</summary>
    /// <exception cref="FileNotFoundException">It has no <c>run.json</c>.</exception>
    /// <exception cref="InvalidDataException">That is damaged.</exception>
    public static RunFolder Open(string folder) => File.Exists(Path.Combine(folder, RunRecord.FileName))
        ? new RunFolder(Path.GetFullPath(folder), RunRecord.Load(folder), RunLock.IsHeld(folder))
        : throw new FileNotFoundException($"folder '{folder}' has no '{RunRecord.FileName}'; expected the folder of a run");

    /// <summary>All run folders in a folder, itself included, in the order of their paths. What can't be read is passed over.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static IReadOnlyList<RunFolder> Find(string root)
    {
        if (!Directory.Exists(root))
            throw new DirectoryNotFoundException($"folder '{root}' does not exist; expected one with runs in it");
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            MaxRecursionDepth = MaxDepth,
            IgnoreInaccessible = true,
            AttributesToSkip = FileAttributes.ReparsePoint
        };
        return
        [
            .. Directory.EnumerateFiles(root, RunRecord.FileName, options)
                .Select(static path => Path.GetDirectoryName(Path.GetFullPath(path))!)
                .Order(StringComparer.Ordinal)
                .Select(static folder =>
                    RunRecord.TryLoad(folder) is { } record ? new RunFolder(folder, record, RunLock.IsHeld(folder)) : null)
                .OfType<RunFolder>(),
        ];
    }

    /// <summary>Removes the folder with all that is in it.</summary>
    /// <exception cref="RunInUseException">A process works in it.</exception>
    public void Delete()
    {
        RunLock.Acquire(FullPath).Dispose(); // an open file could not be removed everywhere
        Directory.Delete(FullPath, recursive: true);
    }
}
