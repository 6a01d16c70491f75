using System.Numerics;
using L2O.Data;
using L2O.Numerics;
using L2O.Optimizees.Layers;

namespace L2O.Optimizees;

/// <summary>
/// Hessian-vector products of a network's evaluation loss, exact up to rounding: the derivative of the backward pass along the direction
/// (forward over reverse; Pearlmutter 1994). Costs about three gradients. Owns the tangents' memory, which grows to the largest batch seen.
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
/// <param name="network">All of its layers from the first trained one on know tangents.</param>
internal sealed class NetworkHessian<T>(Network<T> network) where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly AlignedBuffer<T>[] _tangents = new AlignedBuffer<T>[network.Layers.Count]; // (sample, feature) of each layer's output
    private readonly T[] _gradient = new T[network.Layout.Count];
    private AlignedBuffer<T> _dOutput = new(0);
    private AlignedBuffer<T> _dInput = new(0);
    private AlignedBuffer<T> _dOutputTangent = new(0);
    private AlignedBuffer<T> _dInputTangent = new(0);
    private int _capacity;

    /// <summary>The product, given that the network and its loss have just run forward on the batch in evaluation mode.</summary>
    /// <param name="theta">(n).</param>
    /// <param name="batch">As in the forward pass.</param>
    /// <param name="direction">(n).</param>
    /// <param name="product">(n); overwritten.</param>
    public void Product(ReadOnlySpan<T> theta, Batch<T> batch, ReadOnlySpan<T> direction, Span<T> product)
    {
        Reserve(batch.Count);
        int first = network.FirstTrained, last = network.Layers.Count - 1, count = batch.Count;
        for (int i = first; i <= last; i++)
            Layer(i).ForwardTangent(network.Pass(i, theta, batch.Inputs, count, isTraining: false),
                Tangent(i, direction, count), network.Output(i, count), OutputTangent(i, count));

        network.LossFunction.Backward(network.Output(last, count), batch, _dOutput.Span[..(count * network.OutputSize)]);
        network.LossFunction.BackwardTangent(network.Output(last, count), batch, OutputTangent(last, count),
            _dOutputTangent.Span[..(count * network.OutputSize)]);
        for (int i = last; i >= first; i--)
        {
            LayerPass<T> pass = network.Pass(i, theta, batch.Inputs, count, isTraining: false);
            int outputs = count * network.Layers[i].OutputSize, inputs = i == first ? 0 : count * network.Layers[i].InputSize;
            ReadOnlySpan<T> dOutput = _dOutput.Span[..outputs], dOutputTangent = _dOutputTangent.Span[..outputs];
            Layer(i).BackwardTangent(pass, Tangent(i, direction, count), network.Output(i, count),
                dOutput, dOutputTangent, product[network.ParametersOf(i)], _dInputTangent.Span[..inputs]);
            if (i > first)
                Layer(i).Backward(pass, network.Output(i, count), dOutput, _gradient.AsSpan()[network.ParametersOf(i)],
                    _dInput.Span[..inputs]);
            (_dOutput, _dInput) = (_dInput, _dOutput);
            (_dOutputTangent, _dInputTangent) = (_dInputTangent, _dOutputTangent);
        }
    }

    private ITangentLayer<T> Layer(int i) => (ITangentLayer<T>)network.LayerInstances[i];

    private Span<T> OutputTangent(int i, int count) => _tangents[i].Span[..(count * network.Layers[i].OutputSize)];

    private LayerTangent<T> Tangent(int i, ReadOnlySpan<T> direction, int count) => new()
    {
        Parameters = direction[network.ParametersOf(i)],
        Input = i == network.FirstTrained ? [] : OutputTangent(i - 1, count),
    };

    private void Reserve(int count)
    {
        if (count <= _capacity)
            return;
        int widest = checked(count * network.Layers.Max(static layer => Math.Max(layer.InputSize, layer.OutputSize)));
        for (int i = network.FirstTrained; i < _tangents.Length; i++)
            _tangents[i] = new AlignedBuffer<T>(checked(count * network.Layers[i].OutputSize));
        (_dOutput, _dInput, _dOutputTangent, _dInputTangent) = (new(widest), new(widest), new(widest), new(widest));
        _capacity = count;
    }
}
