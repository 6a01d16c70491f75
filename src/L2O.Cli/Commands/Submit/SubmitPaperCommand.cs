using System.Collections.Immutable;
using System.CommandLine;
using L2O.Cli.Options;
using L2O.Cli.Slurm;
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
        var submission = new StudySubmission("l2o-paper", study.FullPath, options,
            [.. SlurmQueue.Self, .. _paper.Arguments(invocation, study)]);
        foreach (ImmutableArray<Step> group in study.Groups)
            submission.Add([.. group.Select(static step => step.Name)]);
        if (invocation.Get(_dryRun))
            submission.Print(invocation);
        else
        {
            study.Prepare();
            submission.Submit(invocation);
        }
        return ExitCode.Done;
    }
}
