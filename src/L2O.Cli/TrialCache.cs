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
    /// <param name="folder">What the user typed; null means that the environment or the platform decides.</param>
    /// <param name="off">Whether the user wants none.</param>
    public static TrialFolder? Resolve(string? folder, bool off)
    {
        if (off)
            return null;
        string root = folder ?? Environment.GetEnvironmentVariable(Variable) ?? "";
        return new TrialFolder(root.Length > 0 ? root : Path.Combine(DataFolder.PlatformCache(), FolderName), isOptional: true);
    }
}
