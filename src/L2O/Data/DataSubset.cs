using System.Collections.Immutable;
using System.Numerics;

namespace L2O.Data;

/// <summary>Some of the samples of another dataset. Nothing is copied.</summary>
/// <param name="name">Name for reports and messages.</param>
/// <param name="inner">All samples.</param>
/// <param name="samples">Which of them, in the order of this dataset.</param>
internal sealed class DataSubset(string name, IDataset inner, int[] samples) : IDataset
{
    private const int Part = 256; // indices that the stack holds at once

    private readonly int _inputSize = inner.InputSize;
    private readonly int _targetSize = inner.TargetSize;

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public int Count => samples.Length;

    /// <inheritdoc/>
    public ImmutableArray<int> InputShape => inner.InputShape;

    /// <inheritdoc/>
    public int ClassCount => inner.ClassCount;

    /// <inheritdoc/>
    public TargetKind Target => inner.Target;

    /// <inheritdoc/>
    public int TargetSize => inner.TargetSize;

    /// <inheritdoc/>
    public void Read<T>(ReadOnlySpan<int> indices, Span<T> inputs, Span<byte> labels) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<int> chosen = stackalloc int[Part];
        for (int start = 0; start < indices.Length; start += Part)
        {
            int count = Choose(indices, start, chosen);
            inner.Read(chosen[..count], inputs.Slice(start * _inputSize, count * _inputSize), labels.Slice(start, count));
        }
    }

    /// <inheritdoc/>
    public void ReadTargets<T>(ReadOnlySpan<int> indices, Span<T> targets) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<int> chosen = stackalloc int[Part];
        for (int start = 0; start < indices.Length; start += Part)
        {
            int count = Choose(indices, start, chosen);
            inner.ReadTargets(chosen[..count], targets.Slice(start * _targetSize, count * _targetSize));
        }
    }

    private int Choose(ReadOnlySpan<int> indices, int start, Span<int> chosen)
    {
        int count = Math.Min(Part, indices.Length - start);
        for (int i = 0; i < count; i++)
            chosen[i] = samples[indices[start + i]];
        return count;
    }
}
