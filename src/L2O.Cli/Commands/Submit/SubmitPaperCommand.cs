using System.Collections.Immutable;
using System.CommandLine;
using L2O.Cli.Options;
using L2O.Cli.Slurm;
using L2O.Cluster;
using L2O.Studies.Paper;
using L2O.Studies.Steps;

namespace L2O.Cli.Commands.Submit;

/// <summary><c>l2o submit paper</c>: hands the steps of the study to Slurm.</summary>
internal sealed class SubmitPaperCommand : CliCommand
{
    private readonly PaperOptions _paper = new();
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Print the scripts, and neither write nor submit anything" };
    private readonly SlurmOptions _slurm = new();

    public SubmitPaperCommand()
        : base("paper",
            "Hand the study's steps to Slurm: an array of jobs for all that can run side by side, the next array behind it, and at the end "
                + "'l2o paper' for claims, figures and report.",
            "l2o submit paper --scale full --data mnist --out paper --time 12:00:00 --cpus-per-task 4",
            "l2o submit paper --scale quick --out paper --dry-run")
    {
        foreach (Option option in (Option[])[.. _paper.All, _dryRun, .. _slurm.All])
            Options.Add(option);
    }

    public override int Run(Invocation invocation)
    {
        string[] options = [.. _slurm.Of(invocation)];
        if (!invocation.Get(_dryRun))
            SlurmQueue.Require();
        PaperStudy study = _paper.Plan(invocation, Environment.ProcessorCount);
        string folder = Path.Combine(study.FullPath, ClusterFolder.SubmissionFolder);
        string[] command = [.. SlurmQueue.Self, .. _paper.Arguments(invocation, study)];
        var scripts = new List<(string Name, int Jobs, string Text)>();
        foreach (ImmutableArray<Step> group in study.Groups)
        {
            string name = $"l2o-paper-{scripts.Count + 1}";
            string[] steps = [.. group.Select(static step => step.Name)];
            scripts.Add((name, steps.Length, new SlurmScript(folder, name, options).Steps(steps, command)));
        }
        const string last = "l2o-paper-report";
        scripts.Add((last, 1, new SlurmScript(folder, last, options).Single(command)));
        if (invocation.Get(_dryRun))
        {
            invocation.Terminal.Output.Write(string.Join('\n', scripts.Select(static script => script.Text)));
            return ExitCode.Done;
        }
        study.Prepare();
        Directory.CreateDirectory(folder);
        string? job = null;
        foreach ((string name, int jobs, string text) in scripts)
        {
            string before = job is null ? "" : $" behind {job}";
            job = SlurmQueue.Submit(Path.Combine(folder, $"{name}.sh"), text, job);
            invocation.Terminal.Output.WriteLine($"job {job}{before}: {name}, {jobs} {(jobs == 1 ? "job" : "jobs")}");
        }
        invocation.Note($"what they print is in {folder}");
        return ExitCode.Done;
    }
}
