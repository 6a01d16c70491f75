namespace L2O.Testing.Files;

/// <summary>The repository that the tests were built from.</summary>
internal static class RepositoryFolder
{
    /// <summary>The folder of the solution file, looked for upwards from the test assembly.</summary>
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    private static string FindRoot(string start)
    {
        for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "L2O.slnx")))
                return folder.FullName;
        throw new DirectoryNotFoundException($"no L2O.slnx in '{start}' or above; expected the tests to run inside the repository");
    }
}
