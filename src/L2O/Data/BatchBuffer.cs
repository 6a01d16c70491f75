using System.Numerics;
using L2O.Numerics;

namespace L2O.Data;

/// <summary>Memory for one batch of a dataset at a time, whatever its targets are.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class BatchBuffer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly IDataset _dataset;
    private readonly TargetKind _target;
    private readonly int _inputSize, _targetSize;
    private readonly AlignedBuffer<T> _inputs; // (sample, feature)
    private readonly AlignedBuffer<T> _targets; // (sample, value); none for classes and autoencoders
    private readonly AlignedBuffer<byte> _labels; // (sample)

    /// <param name="dataset">What to read.</param>
    /// <param name="capacity">Samples of the largest batch, 1 or more.</param>
    public BatchBuffer(IDataset dataset, int capacity)
    {
        (_dataset, _target, _inputSize) = (dataset, dataset.Target, dataset.InputSize);
        _targetSize = _target == TargetKind.Values ? dataset.TargetSize : 0;
        _inputs = new AlignedBuffer<T>(checked(capacity * _inputSize));
        _targets = new AlignedBuffer<T>(checked(capacity * _targetSize));
        _labels = new AlignedBuffer<byte>(capacity);
    }

    /// <summary>The samples of the given indices: a view that the next call overwrites. Allocates nothing.</summary>
    /// <param name="indices">At least one, at most as many as there is room for.</param>
    public Batch<T> Read(ReadOnlySpan<int> indices)
    {
        int count = indices.Length;
        Span<T> inputs = _inputs.Span[..(count * _inputSize)];
        Span<byte> labels = _labels.Span[..count];
        _dataset.Read(indices, inputs, labels);
        if (_target == TargetKind.Classes)
            return new Batch<T>(inputs, labels);
        if (_target == TargetKind.Input)
            return new Batch<T>(inputs, inputs, count);
        Span<T> targets = _targets.Span[..(count * _targetSize)];
        _dataset.ReadTargets(indices, targets);
        return new Batch<T>(inputs, targets, count);
    }
}
