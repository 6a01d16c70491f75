using System.Collections.Immutable;
using System.Numerics;
using System.Numerics.Tensors;

namespace L2O.Data;

/// <summary>Samples that lie in memory as numbers: inputs of any shape, and classes or values as targets.</summary>
public sealed class ArrayDataset : IDataset
{
    private readonly ReadOnlyMemory<float> _inputs; // (sample, feature)
    private readonly ReadOnlyMemory<byte> _labels; // (sample); empty where the targets are values
    private readonly ReadOnlyMemory<float> _targets; // (sample, value); empty where the targets are classes
    private readonly int _inputSize;

    /// <summary>Wraps labeled inputs without copying them.</summary>
    /// <param name="name">Name for reports and messages.</param>
    /// <param name="inputShape">Shape of one input, each size positive; (channels, height, width) for images.</param>
    /// <param name="inputs">(sample, feature), row-major.</param>
    /// <param name="labels">(sample), each under <paramref name="classCount"/>.</param>
    /// <param name="classCount">Number of classes, 1 to 256.</param>
    /// <exception cref="ArgumentException">
    /// A size is not positive, there is no sample, lengths do not fit, or a label is out of range.
    /// </exception>
    public ArrayDataset(string name, ImmutableArray<int> inputShape, ReadOnlyMemory<float> inputs, ReadOnlyMemory<byte> labels,
        int classCount)
        : this(name, inputShape, inputs, labels.Length)
    {
        if (classCount is < 1 or > 256)
            throw new ArgumentException($"'{name}' has {classCount} classes; expected 1 to 256", nameof(classCount));
        int bad = classCount > byte.MaxValue ? -1 : labels.Span.IndexOfAnyExceptInRange((byte)0, (byte)(classCount - 1));
        if (bad >= 0)
            throw new ArgumentException($"label {bad} of '{name}' is {labels.Span[bad]}; expected 0 to {classCount - 1}", nameof(labels));
        (_labels, ClassCount, TargetSize) = (labels, classCount, classCount);
    }

    /// <summary>Wraps inputs with target values without copying them.</summary>
    /// <param name="name">Name for reports and messages.</param>
    /// <param name="inputShape">Shape of one input, each size positive.</param>
    /// <param name="inputs">(sample, feature), row-major.</param>
    /// <param name="targets">(sample, value), row-major.</param>
    /// <param name="targetSize">Values of one target, positive.</param>
    /// <exception cref="ArgumentException">A size is not positive, there is no sample, or lengths do not fit.</exception>
    public ArrayDataset(string name, ImmutableArray<int> inputShape, ReadOnlyMemory<float> inputs, ReadOnlyMemory<float> targets,
        int targetSize)
        : this(name, inputShape, inputs, targetSize > 0 ? targets.Length / targetSize : 0)
    {
        if (targets.Length != Count * targetSize)
            throw new ArgumentException($"'{name}' has {targets.Length} target values; expected {targetSize} a sample", nameof(targets));
        (_targets, Target, TargetSize) = (targets, TargetKind.Values, targetSize);
    }

    private ArrayDataset(string name, ImmutableArray<int> inputShape, ReadOnlyMemory<float> inputs, int count)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (inputShape.IsDefault || inputShape.Any(static size => size < 1))
            throw new ArgumentException($"inputs of '{name}' have a shape with a size under 1; expected positive sizes",
                nameof(inputShape));
        _inputSize = inputShape.Aggregate(1, static (product, size) => checked(product * size));
        if (count < 1 || inputs.Length != (long)count * _inputSize)
            throw new ArgumentException($"'{name}' has {inputs.Length} input values and {count} targets; expected at least one target and "
                + $"{_inputSize} input values each", nameof(inputs));
        (Name, InputShape, Count, _inputs) = (name, inputShape, count, inputs);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public ImmutableArray<int> InputShape { get; }

    /// <inheritdoc/>
    public int ClassCount { get; }

    /// <inheritdoc/>
    public TargetKind Target { get; }

    /// <inheritdoc/>
    public int TargetSize { get; }

    /// <inheritdoc/>
    public void Read<T>(ReadOnlySpan<int> indices, Span<T> inputs, Span<byte> labels) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < indices.Length; i++)
            TensorPrimitives.ConvertTruncating(Row(_inputs, indices[i], _inputSize), inputs.Slice(i * _inputSize, _inputSize));
        for (int i = 0; i < indices.Length && Target == TargetKind.Classes; i++)
            labels[i] = _labels.Span[indices[i]];
    }

    /// <inheritdoc/>
    public void ReadTargets<T>(ReadOnlySpan<int> indices, Span<T> targets) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Target != TargetKind.Values)
            throw new NotSupportedException($"the targets of '{Name}' are classes; expected values");
        for (int i = 0; i < indices.Length; i++)
            TensorPrimitives.ConvertTruncating(Row(_targets, indices[i], TargetSize), targets.Slice(i * TargetSize, TargetSize));
    }

    private ReadOnlySpan<float> Row(ReadOnlyMemory<float> values, int index, int size) => (uint)index < (uint)Count
        ? values.Span.Slice(index * size, size)
        : throw new ArgumentOutOfRangeException(nameof(index), index, $"sample {index} of '{Name}'; expected 0 to {Count - 1}");
}
