using System.Numerics;
using System.Numerics.Tensors;
using L2O.Kernels.Functions;
using L2O.Numerics;
using L2O.Optimizees.Layers;

namespace L2O.Optimizers.Learned.Mlp;

/// <summary>
/// The network of a <see cref="CoordinateMlp"/> over a few thousand coordinates at a time, forward and backward. Allocates nothing after
/// the first pass.
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class CoordinateNetwork<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Most coordinates of a pass: their activations stay in the second-level cache.</summary>
    public const int MaxCount = 2048;

    private readonly CoordinateMlpOptimizer<T> _optimizer;
    private readonly ILayer<T>[] _layers;
    private readonly Range[] _parameters; // of each layer in phi
    private readonly AlignedBuffer<T>[] _outputs; // (coordinate, feature) of each layer
    private readonly AlignedBuffer<T> _magnitude = new(MaxCount); // exp(magnitudeScale · m)
    private readonly T[] _dPhi;
    private readonly double[] _widened;
    private readonly T _updateScale;
    private readonly T _magnitudeScale;
    private AlignedBuffer<T> _dOutput;
    private AlignedBuffer<T> _dInput;

    public CoordinateNetwork(CoordinateMlpOptimizer<T> optimizer)
    {
        CoordinateMlp settings = optimizer.Settings;
        (_optimizer, _layers) = (optimizer, settings.Layers<T>(optimizer.Compute));
        _outputs = [.. _layers.Select(static layer => new AlignedBuffer<T>(MaxCount * layer.Signature.OutputSize))];
        _parameters = new Range[_layers.Length];
        for (int i = 0, start = 0; i < _layers.Length; i++)
        {
            int count = _layers[i].Signature.Parameters.Sum(static tensor =>
                tensor.Shape.Aggregate(1, static (product, size) => product * size));
            _parameters[i] = start..(start + count);
            start += count;
        }
        (_dPhi, _widened) = (new T[optimizer.Phi.Length], new double[optimizer.Phi.Length]);
        int widest = MaxCount * Math.Max(settings.HiddenSize, 2);
        (_dOutput, _dInput) = (new AlignedBuffer<T>(widest), new AlignedBuffer<T>(widest));
        (_updateScale, _magnitudeScale) = (T.CreateChecked(settings.UpdateScale), T.CreateChecked(settings.MagnitudeScale));
    }

    /// <summary>(coordinate, feature): where the features of the coming pass go.</summary>
    public AlignedBuffer<T> Samples { get; } = new(MaxCount * CoordinateFeatures<T>.Count);

    /// <summary>The updates of <see cref="Samples"/>.</summary>
    /// <param name="update">(count), at most <see cref="MaxCount"/>; overwritten.</param>
    public void Forward(Span<T> update)
    {
        int count = update.Length;
        for (int i = 0; i < _layers.Length; i++)
            _layers[i].Forward(Pass(i, count), Output(i, count));
        ReadOnlySpan<T> outputs = Output(_layers.Length - 1, count);
        Span<T> magnitude = _magnitude.Span[..count];
        for (int i = 0; i < count; i++)
            (update[i], magnitude[i]) = (outputs[2 * i] * _updateScale, outputs[2 * i + 1] * _magnitudeScale);
        Elementwise.Map(_optimizer.Compute.Lanes, default(ElementaryFunctions<T>.Exp), magnitude, magnitude);
        TensorPrimitives.Multiply(update, magnitude, update);
    }

    /// <summary>Adds the gradient of phi, given that <see cref="Forward"/> has just run.</summary>
    /// <param name="update">What it gave.</param>
    /// <param name="dUpdate">(count) adjoints of the updates.</param>
    /// <param name="sums">(P); added to.</param>
    public void Backward(ReadOnlySpan<T> update, ReadOnlySpan<T> dUpdate, Span<double> sums)
    {
        int count = update.Length;
        Span<T> dOutputs = _dOutput.Span[..(2 * count)];
        for (int i = 0; i < count; i++)
            (dOutputs[2 * i], dOutputs[2 * i + 1]) = (dUpdate[i] * _updateScale * _magnitude.Span[i],
                dUpdate[i] * update[i] * _magnitudeScale);
        for (int i = _layers.Length - 1; i >= 0; i--)
        {
            LayerSignature signature = _layers[i].Signature;
            Span<T> dInput = i == 0 ? [] : _dInput.Span[..(count * signature.InputSize)];
            _layers[i].Backward(Pass(i, count), Output(i, count), _dOutput.Span[..(count * signature.OutputSize)],
                _dPhi.AsSpan(_parameters[i]), dInput);
            (_dOutput, _dInput) = (_dInput, _dOutput);
        }
        TensorPrimitives.ConvertTruncating<T, double>(_dPhi, _widened);
        TensorPrimitives.Add(sums, _widened, sums);
    }

    private LayerPass<T> Pass(int layer, int count) => new()
    {
        Parameters = _optimizer.Phi[_parameters[layer]],
        Input = layer == 0 ? Samples.Span[..(count * CoordinateFeatures<T>.Count)] : Output(layer - 1, count),
        Count = count,
        IsTraining = true,
    };

    private Span<T> Output(int layer, int count) => _outputs[layer].Span[..(count * _layers[layer].Signature.OutputSize)];
}
