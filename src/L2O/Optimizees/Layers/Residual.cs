using System.Collections.Immutable;
using System.Numerics;
using System.Numerics.Tensors;
using L2O.Numerics;

namespace L2O.Optimizees.Layers;

/// <summary>
/// Layers one behind the other, and their input added to what comes out (He et al., "Deep residual learning for image recognition", 2016):
/// y = x + F(x). It has the layers' parameters and statistics, in their order. Owns the activations in between; they grow to the largest
/// batch seen.
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class Residual<T> : ILayer<T>, ISampleGradientLayer<T>, ITangentLayer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ImmutableArray<ILayer<T>> _layers;
    private readonly Range[] _parameters; // of each layer in the block's
    private readonly Range[] _statistics; // likewise
    private readonly int _firstTrained; // number of layers if there is none
    private readonly BatchMatrices<T> _outputs; // (sample, feature) of each layer
    private readonly BatchMatrices<T> _dOutputs; // the loss's derivative by them
    private readonly BatchMatrices<T> _tangents; // tangents of both
    private readonly BatchMatrices<T> _dTangents;
    private readonly int _parameterCount;
    private T[] _dScratch = []; // of the parameters
    private bool _hasDerivatives;

    /// <summary>A block of the given layers, which belong to it from now on.</summary>
    /// <param name="layers">At least one, each taking what the one before it gives; the last gives as many features as the first
    /// takes.</param>
    /// <exception cref="ArgumentException">There are no layers, or sizes differ.</exception>
    public Residual(IReadOnlyList<ILayer<T>> layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        Signature = ResidualSignature.Of([.. layers.Select(static layer => layer.Signature)]);
        _layers = [.. layers];
        _parameters = Slices(static signature => signature.Parameters);
        _statistics = Slices(static signature => signature.Statistics);
        _parameterCount = _parameters[^1].End.Value;
        _firstTrained = Enumerable.Range(0, _layers.Length).FirstOrDefault(i => !_layers[i].Signature.Parameters.IsEmpty, _layers.Length);
        ImmutableArray<int> sizes = [.. _layers.Select(static layer => layer.Signature.OutputSize)];
        (_outputs, _dOutputs, _tangents, _dTangents) = (new(sizes), new(sizes), new(sizes), new(sizes));
    }

    /// <inheritdoc/>
    public LayerSignature Signature { get; }

    /// <inheritdoc/>
    public bool SupportsTangents => _layers.All(static layer => layer is ITangentLayer<T> { SupportsTangents: true });

    /// <inheritdoc/>
    public bool SupportsSampleGradients =>
        _layers.All(static layer => layer is ISampleGradientLayer<T> { SupportsSampleGradients: true }
            || layer.Signature.Parameters.IsEmpty);

    /// <inheritdoc/>
    public void Initialize(Span<T> parameters, Span<T> statistics, Rng rng)
    {
        for (int i = 0; i < _layers.Length; i++)
            _layers[i].Initialize(parameters[_parameters[i]], statistics[_statistics[i]], rng);
    }

    /// <inheritdoc/>
    public void Forward(LayerPass<T> pass, Span<T> output)
    {
        _outputs.Reserve(pass.Count);
        _hasDerivatives = false;
        for (int i = 0; i < _layers.Length; i++)
            _layers[i].Forward(Inner(i, pass), _outputs.Of(i, pass.Count));
        TensorPrimitives.Add(pass.Input, _outputs.Of(_layers.Length - 1, pass.Count), output);
    }

    /// <inheritdoc/>
    public void Backward(LayerPass<T> pass, ReadOnlySpan<T> output, ReadOnlySpan<T> dOutput, Span<T> dParameters, Span<T> dInput)
    {
        TakeDerivative(dOutput, pass.Count);
        int first = First(dInput);
        for (int i = _layers.Length - 1; i >= first; i--)
            BackwardOf(i, pass, dParameters, i > first ? _dOutputs.Of(i - 1, pass.Count) : dInput);
        if (!dInput.IsEmpty)
            TensorPrimitives.Add(dInput, dOutput, dInput);
        _hasDerivatives = true;
    }

    /// <inheritdoc/>
    public void ForwardTangent(LayerPass<T> pass, LayerTangent<T> tangent, ReadOnlySpan<T> output, Span<T> outputTangent)
    {
        _tangents.Reserve(pass.Count);
        int last = _layers.Length - 1;
        for (int i = First(tangent.Input); i <= last; i++)
            ((ITangentLayer<T>)_layers[i]).ForwardTangent(
                Inner(i, pass), Inner(i, tangent, pass.Count), _outputs.Of(i, pass.Count), _tangents.Of(i, pass.Count));
        ReadOnlySpan<T> inner = _tangents.Of(last, pass.Count);
        if (tangent.Input.IsEmpty)
            inner.CopyTo(outputTangent);
        else
            TensorPrimitives.Add(tangent.Input, inner, outputTangent);
    }

    /// <inheritdoc/>
    public void BackwardTangent(
        LayerPass<T> pass, LayerTangent<T> tangent, ReadOnlySpan<T> output, ReadOnlySpan<T> dOutput, ReadOnlySpan<T> dOutputTangent,
        Span<T> dParametersTangent, Span<T> dInputTangent)
    {
        if (_dScratch.Length < _parameterCount)
            _dScratch = new T[_parameterCount];
        TakeDerivative(dOutput, pass.Count);
        _dTangents.Reserve(pass.Count);
        dOutputTangent.CopyTo(_dTangents.Of(_layers.Length - 1, pass.Count));
        int first = First(dInputTangent);
        for (int i = _layers.Length - 1; i >= first; i--)
        {
            ((ITangentLayer<T>)_layers[i]).BackwardTangent(
                Inner(i, pass), Inner(i, tangent, pass.Count), _outputs.Of(i, pass.Count),
                _dOutputs.Of(i, pass.Count), _dTangents.Of(i, pass.Count),
                dParametersTangent[_parameters[i]], i > first ? _dTangents.Of(i - 1, pass.Count) : dInputTangent);
            if (i > first)
                BackwardOf(i, pass, _dScratch, _dOutputs.Of(i - 1, pass.Count));
        }
        if (!dInputTangent.IsEmpty)
            TensorPrimitives.Add(dInputTangent, dOutputTangent, dInputTangent);
    }

    /// <inheritdoc/>
    public void SampleGradient(LayerPass<T> pass, ReadOnlySpan<T> dOutput, int sample, Span<T> dParameters)
    {
        // One backward pass serves all samples; another derivative by the output than that pass had takes a new one.
        int size = Signature.OutputSize, last = _layers.Length - 1;
        Range row = (sample * size)..((sample + 1) * size);
        if (!_hasDerivatives || !_dOutputs.Of(last, pass.Count)[row].SequenceEqual(dOutput[row]))
        {
            if (_dScratch.Length < _parameterCount)
                _dScratch = new T[_parameterCount];
            Backward(pass, [], dOutput, _dScratch, []);
        }
        for (int i = _firstTrained; i <= last; i++)
            if (_layers[i] is ISampleGradientLayer<T> trained && !_layers[i].Signature.Parameters.IsEmpty)
                trained.SampleGradient(Inner(i, pass), _dOutputs.Of(i, pass.Count), sample, dParameters[_parameters[i]]);
    }

    private Range[] Slices(Func<LayerSignature, ImmutableArray<(string Name, int[] Shape)>> tensors)
    {
        var slices = new Range[_layers.Length];
        int start = 0;
        for (int i = 0; i < slices.Length; i++)
        {
            int count = tensors(_layers[i].Signature).Sum(static tensor => tensor.Shape.Aggregate(1, static (a, b) => a * b));
            slices[i] = start..(start + count);
            start += count;
        }
        return slices;
    }

    /// <summary>Where a backward pass ends: at the first parameters, if nobody needs the input's derivative.</summary>
    private int First(ReadOnlySpan<T> byInput) => byInput.IsEmpty ? _firstTrained : 0;

    private void TakeDerivative(ReadOnlySpan<T> dOutput, int count)
    {
        _dOutputs.Reserve(count);
        dOutput.CopyTo(_dOutputs.Of(_layers.Length - 1, count));
    }

    /// <summary>The backward pass of one layer, given the derivative by its output; dParameters are the whole block's.</summary>
    private void BackwardOf(int layer, LayerPass<T> pass, Span<T> dParameters, Span<T> dInput) => _layers[layer].Backward(
        Inner(layer, pass), _outputs.Of(layer, pass.Count), _dOutputs.Of(layer, pass.Count), dParameters[_parameters[layer]], dInput);

    private LayerPass<T> Inner(int layer, LayerPass<T> pass) => pass with
    {
        Parameters = pass.Parameters[_parameters[layer]],
        Statistics = pass.Statistics[_statistics[layer]],
        Input = layer == 0 ? pass.Input : _outputs.Of(layer - 1, pass.Count),
    };

    private LayerTangent<T> Inner(int layer, LayerTangent<T> tangent, int count) => new()
    {
        Parameters = tangent.Parameters[_parameters[layer]],
        Input = layer > First(tangent.Input) ? _tangents.Of(layer - 1, count) : tangent.Input,
    };
}
