using L2O.Cluster;

namespace L2O.Cli.Slurm;

/// <summary>
/// The jobs of a study: an array for each group of steps, each behind the one before it, and at the end the study's command.
/// </summary>
/// <param name="name">What the jobs' names begin with.</param>
/// <param name="study">The study's folder.</param>
/// <param name="options">What each job asks for.</param>
/// <param name="command">The program with its arguments, but for the step.</param>
internal sealed class StudySubmission(string name, string study, IReadOnlyList<string> options, IReadOnlyList<string> command)
{
    private readonly string _folder = Path.Combine(study, ClusterFolder.SubmissionFolder);
    private readonly List<(string Name, int Jobs, string Text)> _arrays = [];

    /// <summary>Adds a group of steps that can run side by side.</summary>
    /// <param name="steps">Their names.</param>
    public void Add(IReadOnlyList<string> steps)
    {
        string array = $"{name}-{_arrays.Count + 1}";
        _arrays.Add((array, steps.Count, new SlurmScript(_folder, array, options).Steps(steps, command)));
    }

    /// <summary>Writes the scripts to the output.</summary>
    public void Print(Invocation invocation) =>
        invocation.Terminal.Output.Write(string.Join('\n', All.Select(static script => script.Text)));

    /// <summary>Stores and submits them.</summary>
    /// <exception cref="WorkFailedException">Slurm does not take one.</exception>
    public void Submit(Invocation invocation)
    {
        Directory.CreateDirectory(_folder);
        string? job = null;
        foreach ((string script, int jobs, string text) in All)
        {
            string before = job is null ? "" : $" behind {job}";
            job = SlurmQueue.Submit(Path.Combine(_folder, $"{script}.sh"), text, job);
            invocation.Terminal.Output.WriteLine($"job {job}{before}: {script}, {jobs} {(jobs == 1 ? "job" : "jobs")}");
        }
        invocation.Note($"what they print is in {_folder}");
    }

    private IEnumerable<(string Name, int Jobs, string Text)> All
    {
        get
        {
            string last = $"{name}-report";
            return [.. _arrays, (last, 1, new SlurmScript(_folder, last, options).Single(command))];
        }
    }
}
