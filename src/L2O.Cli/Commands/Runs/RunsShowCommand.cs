using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using L2O.Cli.Options;
using L2O.Cli.Output;
using L2O.MetaTraining;
using L2O.Runs;

namespace L2O.Cli.Commands.Runs;

/// <summary><c>l2o runs show</c>: all that a run's folder says of it.</summary>
internal sealed class RunsShowCommand : CliCommand
{
    private readonly Argument<string> _folder = new("RUN") { Description = "The folder of a run" };
    private readonly Option<bool> _json = StandardOptions.JsonFlag();

    public RunsShowCommand()
        : base("show", "Show a run: how it stands, who worked on it when, its last epochs.",
            "l2o runs show runs/quick", "l2o runs show runs/quick --json")
    {
        Arguments.Add(_folder);
        Options.Add(_json);
    }

    public override int Run(Invocation invocation)
    {
        var folder = RunFolder.Open(invocation.Get(_folder));
        var run = RunDescription.Of(folder);
        TextWriter output = invocation.Terminal.Output;
        if (invocation.Get(_json))
        {
            output.WriteLine(JsonSerializer.Serialize(new { summary = RunText.Json(folder, run), record = run.Record }, JsonText.Options));
            return ExitCode.Done;
        }
        invocation.Terminal.Print($"{run.Kind} in {folder.FullPath}");
        output.WriteLine($"state     {run.State}");
        invocation.Terminal.Print($"what      {run.What}");
        var words = EpochWords.Of(run.Plan.IsOfParticles);
        if (RunText.Progress(run) is { Length: > 0 } progress)
            output.WriteLine(
                $"progress  {progress}{(RunText.Result(run) is { Length: > 0 } result ? $", best {words.ShortTestLoss} {result}" : "")}");
        foreach (RunSession session in run.Record.Sessions)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"session   {session.Started:yyyy-MM-dd HH:mm:ss} to {(session.Ended is { } ended ? $"{ended:HH:mm:ss}" : "?")} UTC, " +
                    $"process {session.ProcessId} on {session.Host}, {session.Machine.Threads} threads, {session.Machine.Lanes} bit " +
                    $"lanes, l2o {session.Machine.Version}: {session.ExitReason ?? "no end"}"));
        foreach (EpochMetrics epoch in run.Epochs.TakeLast(5))
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"epoch     {epoch.Epoch}: meta-loss {epoch.MetaLoss:F3}, " +
                    $"{MetaTrainingJob.TestLoss(run.Plan.IsOfParticles, epoch)}{(epoch.Best ? ", best so far" : "")}"));
        return ExitCode.Done;
    }
}
