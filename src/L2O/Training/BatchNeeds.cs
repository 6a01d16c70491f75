using L2O.Optimizees;

namespace L2O.Training;

/// <summary>What a network needs of its training batches, known before it is trained.</summary>
internal static class BatchNeeds
{
    /// <summary>Refuses batches that are too small for a network.</summary>
    /// <param name="network">Its name, for the message.</param>
    /// <param name="optimizee">The network.</param>
    /// <param name="batchSize">Samples of a batch.</param>
    /// <param name="samples">Samples of the data set.</param>
    /// <exception cref="ArgumentException">They are.</exception>
    public static void Check(string network, IOptimizee<float> optimizee, int batchSize, int samples)
    {
        int size = Math.Min(batchSize, samples), least = optimizee.LeastSamples;
        if (size < least)
            throw new ArgumentException(
                $"network '{network}' has a batch norm and gets batches of {Samples(size)}; expected at least {least}, or the variance " +
                $"is undefined");
    }

    /// <summary>Says that the last batch of an epoch is left out; null where it is not.</summary>
    /// <param name="network">The network's name.</param>
    /// <param name="optimizee">The network.</param>
    /// <param name="batchSize">Samples of a batch.</param>
    /// <param name="samples">Samples of the data set.</param>
    /// <param name="iterations">Batches that a run takes.</param>
    public static string? LeftOut(string network, IOptimizee<float> optimizee, int batchSize, int samples, int iterations)
    {
        int last = samples % batchSize;
        return last == 0 || last >= optimizee.LeastSamples || iterations <= samples / batchSize ? null
            : $"{samples} samples in batches of {batchSize} leave a last batch of {Samples(last)}, which network '{network}' can't take; " +
              $"it is left out in every epoch";
    }

    private static string Samples(int count) => count == 1 ? "1 sample" : $"{count} samples";
}
