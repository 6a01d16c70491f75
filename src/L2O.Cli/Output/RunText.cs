using System.Globalization;
using L2O.Runs;

namespace L2O.Cli.Output;

/// <summary>A run's description in the words of <c>l2o runs</c>.</summary>
internal static class RunText
{
    /// <summary>Epochs of a meta-training, e.g. <c>3/20 epochs</c>; empty for other kinds.</summary>
    public static string Progress(RunDescription run) => run.Plan.Epochs is { } planned
        ? string.Create(CultureInfo.InvariantCulture,
            $"{run.Epochs.Count}/{planned} epochs") + (run is { CollapsedAt: { } epoch, IsAtChance: false }
                ? string.Create(CultureInfo.InvariantCulture, $", at chance from {epoch} on") : "") : "";

    /// <summary>The best summed test loss of a meta-training; empty where there is none.</summary>
    public static string Result(RunDescription run) => double.IsFinite(run.BestTestLoss)
        ? run.BestTestLoss.ToString("F2", CultureInfo.InvariantCulture) + (run.IsAtChance ? " (chance)" : "") : "";

    /// <summary>When its first session began, UTC; empty if there was none.</summary>
    public static string Started(RunDescription run) =>
        run.Started?.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "";

    /// <summary>Time that its sessions took together, in whole seconds.</summary>
    public static string Seconds(RunDescription run) => run.Worked.TotalSeconds.ToString("F0", CultureInfo.InvariantCulture);

    /// <summary>The folder, as seen from where the command was given.</summary>
    public static string PathOf(RunFolder folder) => Path.GetRelativePath(Environment.CurrentDirectory, folder.FullPath);

    /// <summary>What <c>--json</c> prints of a run.</summary>
    public static object Json(RunFolder folder, RunDescription run) => new
    {
        Path = PathOf(folder),
        run.Kind,
        run.State,
        run.What,
        Progress = Progress(run),
        Result = Result(run),
        Started = Started(run),
        Seconds = run.Worked.TotalSeconds,
    };
}
