using L2O.Data.Sources;
using L2O.Runs;

namespace L2O.Cli;

/// <summary>Where the runs of learning-rate searches are kept from one call to the next.</summary>
internal static class TrialCache
{
    /// <summary>Environment variable that names the folder.</summary>
    public const string Variable = "L2O_CACHE";

    private const string FolderName = "searches";

    /// <summary>The store, or null if nothing is to be kept.</summary>
    /// <param name="invocation">Told where no home folder says the place.</param>
    /// <param name="folder">What the user typed; null means that the environment or the platform decides.</param>
    /// <param name="off">Whether the user wants none.</param>
    public static TrialFolder? Resolve(Invocation invocation, string? folder, bool off)
    {
        if (off)
            return null;
        string root = folder ?? Environment.GetEnvironmentVariable(Variable) ?? "";
        if (root.Length > 0)
            return new TrialFolder(root, isOptional: true);
        root = Path.Combine(DataFolder.PlatformCache(), FolderName);
        if (DataFolder.IsCacheTemporary())
            invocation.Warn($"there is no home folder, so runs of searches are kept in {root}; expected HOME or XDG_CACHE_HOME to be set, "
                + $"{Variable}, --cache or --no-cache");
        return new TrialFolder(root, isOptional: true);
    }
}
