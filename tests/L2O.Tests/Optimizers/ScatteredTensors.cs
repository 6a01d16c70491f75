using L2O.Numerics;

namespace L2O.Tests.Optimizers;

/// <summary>A vector whose tensors lie in arrays of their own, as a host framework's do.</summary>
internal sealed class ScatteredTensors : ITensorMemory<float>
{
    private readonly ParameterLayout _layout;
    private readonly float[][] _tensors;

    /// <param name="layout">The tensors.</param>
    /// <param name="flat">(n) their values, copied.</param>
    /// <param name="missing">Index of a tensor without values; -1 for none.</param>
    public ScatteredTensors(ParameterLayout layout, ReadOnlySpan<float> flat, int missing = -1)
    {
        (_layout, _tensors) = (layout, new float[layout.Slots.Length][]);
        for (int k = 0; k < _tensors.Length; k++)
            _tensors[k] = k == missing ? [] : layout.Slots[k].Of(flat).ToArray();
    }

    public int Count => _tensors.Length;

    public TensorSpans<float> Spans => new(_layout, this);

    public Span<float> this[int tensor] => _tensors[tensor];

    /// <summary>(n) the values one behind the other.</summary>
    public float[] ToFlat() => [.. _tensors.SelectMany(static tensor => tensor)];
}
