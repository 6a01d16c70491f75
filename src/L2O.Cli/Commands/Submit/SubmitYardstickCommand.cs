using System.Collections.Immutable;
using System.CommandLine;
using L2O.Cli.Options;
using L2O.Cli.Slurm;
using L2O.Studies.Steps;
using L2O.Studies.Yardstick;
using L2O.Studies.Yardstick.Suites;

namespace L2O.Cli.Commands.Submit;

/// <summary><c>l2o submit yardstick</c>: hands the steps of a yardstick to Slurm.</summary>
internal sealed class SubmitYardstickCommand : CliCommand
{
    private readonly YardstickOptions _yardstick = new();
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Print the scripts, and neither write nor submit anything" };
    private readonly SlurmOptions _slurm = new();

    public SubmitYardstickCommand()
        : base("yardstick",
            "Hand a yardstick's steps to Slurm: an array of jobs for the baselines of all tasks, another for the optimizers behind it, and "
                + "at the end 'l2o yardstick' for times, scores and report. All jobs need the same --cache.",
            "l2o submit yardstick pretrained/sigmoid --suite laptop --out yardstick --time 2:00:00 --cpus-per-task 2",
            "l2o submit yardstick pretrained/sigmoid --suite quick --out yardstick --dry-run")
    {
        Arguments.Add(_yardstick.Optimizers);
        foreach (Option option in (Option[])[.. _yardstick.All, _dryRun, .. _slurm.All])
            Options.Add(option);
    }

    public override int Run(Invocation invocation)
    {
        string[] options = [.. _slurm.Of(invocation)];
        if (!invocation.Get(_dryRun))
            SlurmQueue.Require();
        SuiteData data = _yardstick.Data(invocation);
        YardstickPlan plan = _yardstick.Plan(invocation, data);
        var study = YardstickStudy.Plan(_yardstick.Folder(invocation, plan), plan, data, invocation.Cancellation);
        var submission = new StudySubmission("l2o-yardstick", study.FullPath, options,
            [.. SlurmQueue.Self, .. _yardstick.Arguments(invocation, study.FullPath)]);
        foreach (ImmutableArray<Step> group in study.Graph.ComputingGroups())
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
