using System.Collections.Immutable;
using System.Globalization;
using L2O.Numerics;
using L2O.Optimizees.Losses;

namespace L2O.MetaTesting;

/// <summary>The training loss whose first crossing is counted on each network.</summary>
internal static class LossThreshold
{
    private const string Adam = "adam";

    /// <summary>
    /// For each network what was asked for; else the loss, mean of nine batches and of the runs, that tuned Adam has at a third of the run,
    /// rounded to three digits, and 0.5 where Adam was not tuned there or every run of it diverged.
    /// </summary>
    /// <param name="comparison">Its curves and searches.</param>
    /// <param name="fixedThreshold">In nats; null for the rule.</param>
    public static ImmutableSortedDictionary<string, double> Of(Comparison comparison, double? fixedThreshold)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        if (comparison.Loss != LossKind.Softmax)
            return ImmutableSortedDictionary<string, double>.Empty;
        return comparison.Curves.Select(static curve => curve.Optimizee).Distinct(StringComparer.Ordinal).ToImmutableSortedDictionary(
            static optimizee => optimizee, optimizee => fixedThreshold ?? OfAdam(comparison, optimizee) ?? LossCurve.ReportedThreshold,
            StringComparer.Ordinal);
    }

    private static double? OfAdam(Comparison comparison, string optimizee)
    {
        if (!comparison.Searches.Any(trial => trial.Optimizee == optimizee && trial.Optimizer == Adam))
            return null;
        int third = Math.Max(0, comparison.Iterations / 3 - 1);
        double[] losses = [.. comparison.Curves
            .Where(curve => curve.Optimizee == optimizee && curve.Optimizer == Adam && !curve.Diverged && curve.Points.Count > third)
            .Select(curve => MovingAverage.At([.. curve.Points.Select(static point => point.TrainLoss)], third, LossCurve.ReportedWindow))];
        return losses.Length > 0 && losses.Average() is > 0 and var loss
            ? double.Parse(loss.ToString("G3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : null;
    }
}
