using L2O.Data;

namespace L2O.Conformance;

/// <summary>The samples of a case: <c>x</c> and <c>y</c>.</summary>
internal sealed class CaseBatches
{
    private readonly float[] _inputs;
    private readonly byte[] _labels;
    private readonly int _batchSize;

    /// <param name="case">The case.</param>
    /// <param name="iterations">Number of batches; null means a single one without a dimension for it.</param>
    public CaseBatches(ConformanceCase @case, int? iterations)
    {
        int[] leading = [.. @case.Tensors.Shape("y")], shape = [.. @case.Tensors.Shape("x")];
        bool fits = leading.Length == (iterations is null ? 1 : 2) && leading[^1] > 0 && (iterations is null || leading[0] == iterations);
        if (!fits)
            throw @case.Misshapen("y", iterations is null ? "(batch)" : $"({iterations}, batch)");
        if (shape.Length <= leading.Length || !shape.AsSpan(0, leading.Length).SequenceEqual(leading) || shape.Contains(0))
            throw @case.Misshapen("x", $"that of 'y', [{string.Join(", ", leading)}], followed by that of a sample");
        _batchSize = leading[^1];
        _inputs = @case.Read("x", shape);
        _labels = Array.ConvertAll(@case.Tensors.ReadInt64("y"), label => label is >= 0 and <= byte.MaxValue
            ? (byte)label
            : throw new InvalidDataException($"{@case.Tensors.Path}: tensor 'y' holds the label {label}; expected 0 to {byte.MaxValue}"));
        InputSize = _inputs.Length / _labels.Length;
    }

    /// <summary>Features of a sample.</summary>
    public int InputSize { get; }

    /// <summary>The batch of an iteration, counted from 0.</summary>
    public Batch<float> this[int iteration] => new(
        _inputs.AsSpan(iteration * _batchSize * InputSize, _batchSize * InputSize),
        _labels.AsSpan(iteration * _batchSize, _batchSize));
}
