using System.Globalization;
using L2O.MetaTesting;
using L2O.MetaTraining;
using L2O.Reporting.Styles;
using L2O.Reporting.Tables;
using L2O.Runs;
using L2O.Tables;

namespace L2O.Reporting.Documents;

/// <summary>What a run's results say in sentences, each computed from the numbers.</summary>
internal static class SummaryText
{
    /// <summary>The heading of a report.</summary>
    internal static string Title(IReadOnlyList<StoredResults> runs) => runs switch
    {
        [{ Claims.Length: > 0 } one]
            when one.Claims.All(static claim => claim.Verdict is ClaimVerdict.NotJudged or ClaimVerdict.Reported) =>
            $"The study's claims: none of {one.Claims.Length} judged",
        [{ Claims.Length: > 0 } one] =>
            $"The study's claims: {one.Claims.Count(static claim => claim.Verdict == ClaimVerdict.Reproduced)} of {one.Claims.Length} " +
            $"reproduced",
        [{ Comparison: { } comparison, Epochs.Count: > 0 }] => $"A learned optimizer on {comparison.Data}",
        [{ Comparison: { } comparison }] => $"Meta-test on {comparison.Data}",
        [{ Dynamics.Count: > 0 } one] => $"Training dynamics on {List(one.Dynamics.Optimizees)}",
        [{ } one] => $"Meta-training {one.Name}",
        _ => $"{runs.Count} runs side by side",
    };

    /// <summary>What was found.</summary>
    internal static IEnumerable<string> Findings(StoredResults run)
    {
        if (run.Claims.Length > 0)
            yield return ClaimText.Count(run.Claims);
        if (run.Comparison is { } comparison)
            foreach (string sentence in ComparisonVerdict.Sentences(ComparisonTable.From(comparison)))
                yield return sentence;
        if (run.Epochs.Count > 0)
            yield return MetaTraining(run.Epochs, run.IsOfParticles);
        if (run is { Dynamics.Count: > 0, Claims.Length: 0, Comparison: null })
            yield return Measured(run.Dynamics);
    }

    /// <summary>What was run.</summary>
    internal static IEnumerable<string> Setup(StoredResults run)
    {
        if (run.Comparison is { } comparison)
            yield return Compared(comparison);
        if (run.Dynamics.Count > 0)
            yield return $"Measured: {List(run.Dynamics.Measures.Select(static measure => measure.Replace('_', ' ')))}; "
                + $"{List(run.Dynamics.Optimizers.Select(OptimizerPalette.Label))} on " +
                    $"{List(run.Dynamics.Optimizees)}, "
                + $"{Number(run.Dynamics.Runs.Select(static cell => cell.Run).Distinct().Count(), "run")}, up to iteration " +
                    $"{run.Dynamics.LastIteration}.";
        if (run.Epochs.Count > 0)
            yield return $"Meta-trained: {Number(run.Epochs.Count, "epoch")}.";
        if (run.Claims.Length > 0)
            yield return $"Judged: {Number(run.Claims.Length, "claim")} of the study, by " +
                $"{Number(run.Claims.Sum(static claim => claim.Evidence.Length), "number")}.";
    }

    /// <summary>Stored names of the optimizers, in the order in which they first occur.</summary>
    internal static IEnumerable<string> Optimizers(StoredResults run) =>
    [
        .. (run.Comparison?.Curves ?? []).Select(static curve => curve.Optimizer)
            .Concat((run.Comparison?.Searches ?? []).Select(static trial => trial.Optimizer))
            .Concat(run.Dynamics.Optimizers)
            .Distinct(StringComparer.Ordinal),
    ];

    /// <summary>A number and its noun.</summary>
    internal static string Number(int count, string noun) => count == 1 ? $"1 {noun}"
        : $"{count.ToString(CultureInfo.InvariantCulture)} {noun}s";

    private static string Compared(Comparison comparison)
    {
        var table = ComparisonTable.From(comparison);
        return $"Compared: {List(table.Rows.Select(static row => OptimizerPalette.Label(row.Optimizer)))} on " +
            $"{List(table.Rows.Select(static row => row.Optimizee))}; "
            + $"data {comparison.Data}, {Number(table.Rows.Max(static row => row.Runs), "run")} of " +
                $"{Number(table.Iterations, "iteration")} each.";
    }

    private static string MetaTraining(IReadOnlyList<EpochMetrics> epochs, bool isOfParticles)
    {
        string course = epochs.Count > 1
            ? $"the meta-loss went from {NumberText.Loss(epochs[0].MetaLoss)} to {NumberText.Loss(epochs[^1].MetaLoss)}"
            : $"the meta-loss was {NumberText.Loss(epochs[0].MetaLoss)}";
        int skipped = epochs.Sum(static epoch => epoch.SkippedMetaSteps), diverged = epochs.Sum(static epoch => epoch.DivergedRuns);
        string lost = skipped + diverged > 0
            ? $" {Number(skipped, "meta-step")} were skipped and {Number(diverged, "run")} ended because a number was not finite." : "";
        return epochs.LastOrDefault(static epoch => epoch.Best) is not { } best
            ? $"In {Number(epochs.Count, "epoch")} of meta-training {course}; no epoch left a usable optimizer.{lost}"
            : $"In {Number(epochs.Count, "epoch")} of meta-training {course}; the learned optimizer was best after epoch {best.Epoch}"
                + $"{(double.IsFinite(best.TestLoss) ? Tested(best) : "")}.{lost}";

        string Tested(EpochMetrics best) =>
            $", with {(isOfParticles ? "an" : "a")} {EpochWords.Of(isOfParticles).ShortTestLoss} of {NumberText.Digits(best.TestLoss)}";
    }

    private static string Measured(DynamicsTable dynamics) =>
        $"{Number(dynamics.Measures.Count, "measure")} of the dynamics, taken in {Number(dynamics.Runs.Count, "run")}.";

    private static string List(IEnumerable<string> names) => string.Join(", ", names.Distinct(StringComparer.Ordinal));
}
