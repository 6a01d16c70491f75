using L2O.Kernels;
using L2O.Numerics;

namespace L2O.TorchSharp;

/// <summary>The tensors of a step where they lie.</summary>
/// <param name="layout">Names and shapes.</param>
internal sealed class TensorAddresses(ParameterLayout layout) : ITensorMemory<float>
{
    private readonly nint[] _addresses = new nint[layout.Slots.Length]; // 0 for a gradient that is not there

    /// <inheritdoc/>
    public int Count => _addresses.Length;

    /// <inheritdoc/>
    public Span<float> this[int tensor] => _addresses[tensor] == 0 ? default
        : ForeignMemory.At<float>(_addresses[tensor], layout.Slots[tensor].Count);

    /// <summary>Says where a tensor lies.</summary>
    /// <param name="tensor">Its index.</param>
    /// <param name="address">Of its first value; 0 where it has none in this step.</param>
    public void Set(int tensor, nint address) => _addresses[tensor] = address;
}
