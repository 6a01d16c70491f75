using L2O.Optimizees.Activations;
using L2O.Optimizees.Layers;

namespace L2O.Optimizers.Learned.Replays;

/// <summary>
/// Two hidden layers of rectified units and an output layer over some coordinates at a time, forward and backward, in double precision.
/// Allocates nothing after the first pass.
/// </summary>
internal sealed class ReplayNetwork
{
    /// <summary>Most coordinates of a pass.</summary>
    public const int MaxCount = 1024;

    private readonly ILayer<double>[] _layers;
    private readonly Range[] _parameters; // of each layer
    private readonly double[][] _outputs; // (coordinate, unit) of each layer
    private readonly double[] _samples, _dParameters;
    private readonly int _inputs;
    private double[] _dOutput, _dInput;

    /// <param name="compute">Lanes and threads.</param>
    /// <param name="inputs">Inputs.</param>
    /// <param name="hidden">Units of both hidden layers.</param>
    /// <param name="outputs">Outputs.</param>
    public ReplayNetwork(Compute compute, int inputs, int hidden, int outputs)
    {
        _layers =
        [
            new Affine<double>("input", inputs, hidden, compute), new Activation<double>(ActivationKind.Relu, hidden, compute),
            new Affine<double>("hidden", hidden, hidden, compute), new Activation<double>(ActivationKind.Relu, hidden, compute),
            new Affine<double>("output", hidden, outputs, compute),
        ];
        _parameters = new Range[_layers.Length];
        for (int i = 0, start = 0; i < _layers.Length; i++)
        {
            int count = _layers[i].Signature.Parameters.Sum(static tensor =>
                tensor.Shape.Aggregate(1, static (product, size) => product * size));
            _parameters[i] = start..(start + count);
            start += count;
        }
        _outputs = [.. _layers.Select(static layer => new double[MaxCount * layer.Signature.OutputSize])];
        _inputs = inputs;
        int widest = Math.Max(Math.Max(inputs, hidden), outputs);
        (_samples, _dOutput, _dInput) = (new double[MaxCount * inputs], new double[MaxCount * widest], new double[MaxCount * widest]);
        _dParameters = new double[Count];
    }

    /// <summary>Parameters: of each affine layer weights (output, input) and biases.</summary>
    public int Count => _parameters[^1].End.Value;

    /// <summary>(coordinate, input): to be filled before a pass.</summary>
    public Span<double> Samples => _samples;

    /// <summary>The outputs.</summary>
    /// <param name="parameters">(<see cref="Count"/>).</param>
    /// <param name="count">Coordinates, at most <see cref="MaxCount"/>.</param>
    /// <returns>(coordinate, output).</returns>
    public ReadOnlySpan<double> Forward(ReadOnlySpan<double> parameters, int count)
    {
        for (int i = 0; i < _layers.Length; i++)
            _layers[i].Forward(Pass(parameters, i, count), Output(i, count));
        return Output(_layers.Length - 1, count);
    }

    /// <summary>The derivatives, given that <see cref="Forward"/> has just run.</summary>
    /// <param name="parameters">As there.</param>
    /// <param name="dOutputs">(coordinate, output).</param>
    /// <param name="count">Coordinates.</param>
    /// <param name="sums">(<see cref="Count"/>) by the parameters; added to.</param>
    /// <returns>(coordinate, input) by the samples.</returns>
    public ReadOnlySpan<double> Backward(ReadOnlySpan<double> parameters, ReadOnlySpan<double> dOutputs, int count, Span<double> sums)
    {
        dOutputs.CopyTo(_dOutput);
        for (int i = _layers.Length - 1; i >= 0; i--)
        {
            LayerSignature signature = _layers[i].Signature;
            _layers[i].Backward(Pass(parameters, i, count), Output(i, count), _dOutput.AsSpan(0, count * signature.OutputSize),
                _dParameters.AsSpan(_parameters[i]), _dInput.AsSpan(0, count * signature.InputSize));
            (_dOutput, _dInput) = (_dInput, _dOutput);
        }
        for (int i = 0; i < _dParameters.Length; i++)
            sums[i] += _dParameters[i];
        return _dOutput.AsSpan(0, count * _inputs);
    }

    private LayerPass<double> Pass(ReadOnlySpan<double> parameters, int layer, int count) => new()
    {
        Parameters = parameters[_parameters[layer]],
        Input = layer == 0 ? _samples.AsSpan(0, count * _inputs) : Output(layer - 1, count),
        Count = count,
        IsTraining = true,
    };

    private Span<double> Output(int layer, int count) => _outputs[layer].AsSpan(0, count * _layers[layer].Signature.OutputSize);
}
