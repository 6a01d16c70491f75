using System.Numerics;
using System.Numerics.Tensors;
using L2O.Kernels.Functions;
using L2O.Kernels.Lanes;
using L2O.Kernels.Products;
using L2O.Numerics;

namespace L2O.Kernels.HyperLstm;

/// <summary>
/// The network over tensors of VeLO (Metz et al. 2022, <c>hyper_v2.py</c>) and Celo: each tensor's features go through a layer, to which
/// the maximum over all tensors of another one is added, into an LSTM, whose outputs are controls and a rate. All tensors go through each
/// product together, so that weights are read once. Allocates at its making only.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class HyperLstm<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Compute _compute;
    private readonly HyperWeights<T> _weights;
    private readonly Gemm<T> _gemm;
    private readonly AlignedBuffer<T> _joined; // (tensor, 2·size): the LSTM's input and its hidden state
    private readonly AlignedBuffer<T> _mixed; // (tensor, size)
    private readonly AlignedBuffer<T> _sums; // (tensor, 4·size)
    private readonly AlignedBuffer<T> _first, _second; // (size)

    /// <param name="compute">Lanes and threads.</param>
    /// <param name="weights">Its weights, which may be filled anew at any time.</param>
    /// <param name="tensors">Most tensors to come.</param>
    public HyperLstm(Compute compute, HyperWeights<T> weights, int tensors)
    {
        (_compute, _weights, _gemm) = (compute, weights, new Gemm<T>(compute));
        int size = weights.Size;
        (_joined, _mixed, _sums) = (new(2 * tensors * size), new(tensors * size), new(4 * tensors * size));
        (_first, _second) = (new(size), new(size));
        foreach ((int columns, int depth) in new[]
            { (size, weights.Inputs), (4 * size, 2 * size), (Math.Max(1, weights.Controls), size), (1, size) })
            _gemm.Reserve(new GemmShape(tensors, columns, depth));
    }

    /// <summary>One step.</summary>
    /// <param name="tensors">Tensors, 1 or more.</param>
    /// <param name="features">(tensor, input).</param>
    /// <param name="hidden">(tensor, size): the state; replaced by the next one.</param>
    /// <param name="cell">(tensor, size), likewise.</param>
    /// <param name="controls">(tensor, control); overwritten.</param>
    /// <param name="rates">(tensor); overwritten.</param>
    public void Step(int tensors, ReadOnlySpan<T> features, Span<T> hidden, Span<T> cell, Span<T> controls, Span<T> rates)
    {
        int size = _weights.Size;
        Span<T> mixed = _mixed.Span[..(tensors * size)], shared = _first.Span, sums = _sums.Span[..(4 * tensors * size)];
        Layer(tensors, _weights.Inputs, features, _weights.Shared, _weights.SharedBias, mixed);
        shared.Clear(); // rectified: no maximum is below 0
        for (int k = 0; k < tensors; k++)
            TensorPrimitives.Max(shared, mixed.Slice(k * size, size), shared);
        Layer(tensors, _weights.Inputs, features, _weights.Own, _weights.OwnBias, mixed);
        Span<T> joined = _joined.Span[..(2 * tensors * size)];
        for (int k = 0; k < tensors; k++)
        {
            TensorPrimitives.Add(mixed.Slice(k * size, size), shared, joined.Slice(2 * k * size, size));
            hidden.Slice(k * size, size).CopyTo(joined[((2 * k + 1) * size)..]);
        }
        Layer(tensors, 2 * size, joined, _weights.Gates, _weights.GateBias, sums);
        for (int k = 0; k < tensors; k++)
            Cell(sums.Slice(4 * k * size, 4 * size), hidden.Slice(k * size, size), cell.Slice(k * size, size));
        if (_weights.Controls > 0)
            Layer(tensors, size, hidden, _weights.ControlWeights, _weights.ControlBias, controls);
        Layer(tensors, size, hidden, _weights.Rate, _weights.RateBias, rates);
    }

    private void Layer(int tensors, int depth, ReadOnlySpan<T> inputs, ReadOnlySpan<T> weights, ReadOnlySpan<T> bias, Span<T> outputs)
    {
        for (int k = 0; k < tensors; k++)
            bias.CopyTo(outputs[(k * bias.Length)..]);
        _gemm.Multiply(new GemmShape(tensors, bias.Length, depth, Accumulate: true), inputs, weights, outputs);
    }

    // c' = σ(f + 1)·c + σ(i)·tanh g, h' = σ(o)·tanh c'
    private void Cell(ReadOnlySpan<T> sums, Span<T> hidden, Span<T> cell)
    {
        int size = _weights.Size;
        Elementwise.Map(_compute.Lanes, new Gated(), sums[..size], sums.Slice(size, size), _first.Span);
        Elementwise.Map(_compute.Lanes, new Kept(), sums.Slice(2 * size, size), cell, _second.Span);
        TensorPrimitives.Add(_first.Span, _second.Span, cell);
        Elementwise.Map(_compute.Lanes, new Gated(), sums[(3 * size)..], cell, hidden);
    }

    private readonly struct Gated : ILaneFunction<T>
    {
        public TLanes Apply<TLanes>(TLanes x, TLanes y) where TLanes : unmanaged, ILanes<TLanes, T> =>
            LaneMath<TLanes, T>.Sigmoid(x) * LaneMath<TLanes, T>.Tanh(y);
    }

    private readonly struct Kept : ILaneFunction<T>
    {
        public TLanes Apply<TLanes>(TLanes x, TLanes y) where TLanes : unmanaged, ILanes<TLanes, T> =>
            LaneMath<TLanes, T>.Sigmoid(x + TLanes.Broadcast(T.One)) * y;
    }
}
