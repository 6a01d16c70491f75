namespace L2O.Studies.Steps;

/// <summary>What a step may use while it runs.</summary>
/// <param name="Root">The study's folder.</param>
/// <param name="Name">The step's name.</param>
/// <param name="Threads">Threads that it may use, 1 or more.</param>
/// <param name="Progress">To be told how much is done, 0 to 1.</param>
internal sealed record StepContext(string Root, string Name, int Threads, IProgress<double> Progress)
{
    /// <summary>The step's own folder; it is there.</summary>
    public string Folder => FolderOf(Name);

    /// <summary>The folder of a step that this one reads.</summary>
    /// <param name="step">Its name.</param>
    public string FolderOf(string step) => StepFolder.PathOf(Root, step);

    /// <summary>A file of the step's own folder as an output: relative to the study's folder.</summary>
    /// <param name="file">Its name.</param>
    public string Output(string file) => Path.GetRelativePath(Root, Path.Combine(Folder, file)).Replace('\\', '/');
}
