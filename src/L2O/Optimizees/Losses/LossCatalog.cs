using System.Numerics;
using L2O.Data;

namespace L2O.Optimizees.Losses;

/// <summary>Losses by name, and which of them a dataset wants.</summary>
internal static class LossCatalog
{
    /// <summary>Makes a loss.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="outputSize">Outputs that it compares, positive; 256 at most behind a softmax.</param>
    /// <param name="compute">Where it runs.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such kind, or the outputs are too many.</exception>
    public static ILoss<T> Create<T>(LossKind kind, int outputSize, Compute compute)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => kind switch
        {
            LossKind.Softmax => new SoftmaxCrossEntropy<T>(outputSize, compute),
            LossKind.Mse => new MeanSquaredError<T>(),
            LossKind.Bce => new BinaryCrossEntropy<T>(compute),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind,
                $"no such loss; expected one of {string.Join(", ", Enum.GetNames<LossKind>())}"),
        };

    /// <summary>The loss of that name, as in configurations: softmax, mse or bce.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    internal static LossKind Parse(string name)
    {
        string[] names = [.. Enum.GetNames<LossKind>().Select(static kind => kind.ToLowerInvariant())];
        return names.Contains(name) ? Enum.Parse<LossKind>(name, ignoreCase: true)
            : throw new ArgumentException($"unknown loss '{name}'; expected one of {string.Join(", ", names)}");
    }

    /// <summary>
    /// The loss for a dataset: the one that was asked for, else softmax cross-entropy for classes and the mean squared error for values.
    /// </summary>
    /// <param name="wanted">Null leaves it to the dataset.</param>
    /// <param name="data">Its targets decide, and are checked.</param>
    /// <exception cref="ArgumentException">The loss does not take such targets.</exception>
    public static LossKind Choose(LossKind? wanted, IDataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        LossKind kind = wanted ?? (data.Target == TargetKind.Classes ? LossKind.Softmax : LossKind.Mse);
        if (kind == LossKind.Softmax && data.Target != TargetKind.Classes)
            throw new ArgumentException($"loss softmax needs classes; the targets of '{data.Name}' are "
                + $"{(data.Target == TargetKind.Input ? "its inputs" : "values")}; expected mse or bce");
        if (kind == LossKind.Bce && data.Target != TargetKind.Classes)
            CheckProbabilities(data);
        return kind;
    }

    private static void CheckProbabilities(IDataset data)
    {
        const int part = 1024;
        var buffer = new BatchBuffer<float>(data, part);
        int[] indices = new int[part];
        for (int start = 0; start < data.Count; start += part)
        {
            int count = Math.Min(part, data.Count - start);
            for (int i = 0; i < count; i++)
                indices[i] = start + i;
            Batch<float> batch = buffer.Read(indices.AsSpan(0, count));
            int bad = batch.Targets.IndexOfAnyExceptInRange(0f, 1f);
            if (bad >= 0)
                throw new ArgumentException(
                    $"loss bce needs targets from 0 to 1; sample {start + bad / batch.TargetSize} of '{data.Name}' has "
                        + $"{batch.Targets[bad]}; expected mse or other targets");
        }
    }
}
