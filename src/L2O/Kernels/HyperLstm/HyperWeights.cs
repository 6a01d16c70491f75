using System.Numerics;
using L2O.Numerics;

namespace L2O.Kernels.HyperLstm;

/// <summary>Weights of a <see cref="HyperLstm{T}"/>, (input, output) each, with their biases. To be filled by the architecture.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="inputs">Features of a tensor.</param>
/// <param name="size">Units of the LSTM.</param>
/// <param name="controls">Outputs beside the rate; may be 0.</param>
internal sealed class HyperWeights<T>(int inputs, int size, int controls) where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly AlignedBuffer<T> _shared = new(inputs * size), _sharedBias = new(size);
    private readonly AlignedBuffer<T> _own = new(inputs * size), _ownBias = new(size);
    private readonly AlignedBuffer<T> _gates = new(8 * size * size), _gateBias = new(4 * size);
    private readonly AlignedBuffer<T> _controls = new(size * controls), _controlBias = new(controls);
    private readonly AlignedBuffer<T> _rate = new(size), _rateBias = new(1);

    public int Inputs => inputs;

    public int Size => size;

    public int Controls => controls;

    /// <summary>(input, size): the layer whose rectified outputs' maximum over the tensors all share.</summary>
    public Span<T> Shared => _shared.Span;

    public Span<T> SharedBias => _sharedBias.Span;

    /// <summary>(input, size): a tensor's own layer.</summary>
    public Span<T> Own => _own.Span;

    public Span<T> OwnBias => _ownBias.Span;

    /// <summary>(2·size, 4·size): from input and hidden state to the gates i, g, f, o.</summary>
    public Span<T> Gates => _gates.Span;

    public Span<T> GateBias => _gateBias.Span;

    /// <summary>(size, controls).</summary>
    public Span<T> ControlWeights => _controls.Span;

    public Span<T> ControlBias => _controlBias.Span;

    /// <summary>(size).</summary>
    public Span<T> Rate => _rate.Span;

    public Span<T> RateBias => _rateBias.Span;
}
