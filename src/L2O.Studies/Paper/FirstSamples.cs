using System.Collections.Immutable;
using L2O.Data;

namespace L2O.Studies.Paper;

/// <summary>The first samples of a dataset.</summary>
/// <param name="whole">The dataset.</param>
/// <param name="count">How many; all if it has fewer.</param>
internal sealed class FirstSamples(IDataset whole, int count) : IDataset
{
    private const int TestShare = 5;

    public string Name => whole.Name;

    public int Count { get; } = Math.Min(count, whole.Count);

    public ImmutableArray<int> InputShape => whole.InputShape;

    public int ClassCount => whole.ClassCount;

    /// <summary>Both splits cut: the training split to a number, the test split to a fifth of it.</summary>
    public static DataSplits Of(DataSplits data, int? samples) =>
        samples is { } count
            ? new DataSplits(data.Name, new FirstSamples(data.Train, count), new FirstSamples(data.Test, Math.Max(1, count / TestShare)))
            : data;

    public void Read<T>(ReadOnlySpan<int> indices, Span<T> inputs, Span<byte> labels) where T
        : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        foreach (int index in indices)
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count, nameof(indices));
        whole.Read(indices, inputs, labels);
    }
}
