using System.Numerics;
using L2O.Data;

namespace L2O.Optimizees.Losses;

/// <summary>
/// The targets of a batch for losses that compare each output with a number of its own: values as they are, classes as 1 for the label and
/// 0 for the others.
/// </summary>
internal static class LossTargets
{
    /// <summary>Number of outputs of a sample.</summary>
    /// <exception cref="ArgumentException">The targets do not fit the outputs.</exception>
    public static int Check<T>(ReadOnlySpan<T> outputs, Batch<T> batch) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int size = outputs.Length / batch.Count;
        if (!batch.Targets.IsEmpty)
            return batch.Targets.Length == outputs.Length
                ? size
                : throw new ArgumentException($"samples with {batch.TargetSize} target values; expected {size}, one for each output",
                    nameof(batch));
        for (int sample = 0; sample < batch.Count; sample++)
            if (batch.Labels[sample] >= size)
                throw new ArgumentException($"label {batch.Labels[sample]} of sample {sample} of the batch; expected 0 to {size - 1}",
                    nameof(batch));
        return size;
    }

    /// <summary>Number of samples whose largest output is their label's; null where there are no labels.</summary>
    public static int? Hits<T>(ReadOnlySpan<T> outputs, Batch<T> batch) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (batch.Labels.IsEmpty)
            return null;
        int size = outputs.Length / batch.Count, hits = 0;
        for (int sample = 0; sample < batch.Count; sample++)
        {
            ReadOnlySpan<T> row = outputs.Slice(sample * size, size);
            int best = 0;
            for (int c = 1; c < size; c++)
                if (row[c] > row[best])
                    best = c;
            if (best == batch.Labels[sample])
                hits++;
        }
        return hits;
    }

    /// <summary>x less the targets.</summary>
    /// <param name="x">(sample, output); the result may be x itself.</param>
    /// <param name="batch">Targets that fit.</param>
    /// <param name="difference">(sample, output); overwritten.</param>
    public static void Subtract<T>(ReadOnlySpan<T> x, Batch<T> batch, Span<T> difference)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!batch.Targets.IsEmpty)
        {
            System.Numerics.Tensors.TensorPrimitives.Subtract(x, batch.Targets, difference);
            return;
        }
        x.CopyTo(difference);
        int size = x.Length / batch.Count;
        for (int sample = 0; sample < batch.Count; sample++)
            difference[sample * size + batch.Labels[sample]] -= T.One;
    }
}
