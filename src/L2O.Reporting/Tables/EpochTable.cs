using System.Globalization;
using L2O.MetaTraining;

namespace L2O.Reporting.Tables;

/// <summary>The course of a meta-training as a table.</summary>
internal static class EpochTable
{
    /// <summary>A row for each epoch.</summary>
    /// <param name="epochs">At least one.</param>
    /// <param name="title">The table's heading.</param>
    /// <param name="isOfParticles">Whether they are of a particle training.</param>
    internal static TableModel Of(IReadOnlyList<EpochMetrics> epochs, string title, bool isOfParticles = false) => new(
        title, $"{EpochWords.Of(isOfParticles).Meaning} Best: the learned optimizer was the best so far.",
        ["epoch", "meta-loss", "test loss", "best", "skipped meta-steps", "diverged runs"],
        [TableGroup.Plain(epochs.Select(static epoch => new[]
        {
            Whole(epoch.Epoch), NumberText.Digits(epoch.MetaLoss), NumberText.Digits(epoch.TestLoss), epoch.Best
                ? "yes" : "no", Whole(epoch.SkippedMetaSteps), Whole(epoch.DivergedRuns),
        }))]);

    private static string Whole(int number) => number.ToString(CultureInfo.InvariantCulture);
}
