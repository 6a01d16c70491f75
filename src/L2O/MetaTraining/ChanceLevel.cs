using System.Globalization;
using L2O.Data;
using L2O.Optimizees.Losses;

namespace L2O.MetaTraining;

/// <summary>
/// What a meta-training comes to whose optimizer trains nothing: the loss of guessing all classes alike, ln C nats an iteration. Known
/// where classes are told by a softmax.
/// </summary>
internal static class ChanceLevel
{
    /// <summary>What usually helps a meta-training that ends there.</summary>
    public const string Advice =
        "a smaller metaTraining.metaLearningRate, metaTraining.clipNorm=1, more metaTraining.runsPerEpoch or another seed usually helps";

    private const double Share = 0.97; // of that loss: a network that learns at all is under it within a few iterations

    /// <summary>The loss of guessing summed over a run, in nats; NaN where there is no such thing.</summary>
    /// <param name="train">The samples.</param>
    /// <param name="loss">What is minimized.</param>
    /// <param name="iterations">Length of a run.</param>
    public static double Of(IDataset train, LossKind loss, int iterations)
    {
        ArgumentNullException.ThrowIfNull(train);
        return loss == LossKind.Softmax && train.Target == TargetKind.Classes && train.ClassCount > 1
            ? iterations * Math.Log(train.ClassCount) : double.NaN;
    }

    /// <summary>Whether a summed loss is that of guessing, or worse; false where either is unknown.</summary>
    /// <param name="summedLoss">Of a run, in nats.</param>
    /// <param name="chance">See <see cref="Of"/>.</param>
    public static bool IsAt(double summedLoss, double chance) => summedLoss > Share * chance; // false for NaN

    /// <summary>
    /// The first epoch of a meta-training that collapsed: from there on none is better than guessing; null where the last one is.
    /// </summary>
    /// <param name="epochs">In order.</param>
    /// <param name="chance">See <see cref="Of"/>.</param>
    public static int? CollapsedAt(IReadOnlyList<EpochMetrics> epochs, double chance)
    {
        ArgumentNullException.ThrowIfNull(epochs);
        int count = epochs.Reverse().TakeWhile(epoch => IsAt(epoch.TestLoss, chance)).Count();
        return count > 0 ? epochs[^count].Epoch : null;
    }

    /// <summary>Both losses, for the metadata of a phi that trains nothing, and for warnings.</summary>
    /// <param name="summedLoss">Of a run, in nats.</param>
    /// <param name="chance">See <see cref="Of"/>.</param>
    public static string Describe(double summedLoss, double chance) => string.Create(CultureInfo.InvariantCulture,
        $"summed test loss {summedLoss:F1}, that of guessing {chance:F1}");
}
