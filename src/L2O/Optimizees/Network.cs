using System.Numerics;
using L2O.Data;
using L2O.Numerics;
using L2O.Optimizees.Layers;
using L2O.Optimizees.Losses;
using L2O.Optimizees.Symmetry;

namespace L2O.Optimizees;

/// <summary>
/// Layers one behind the other with a loss, softmax cross-entropy unless another is given. In theta the layers' parameters follow in the
/// layers' order, those of normalizations behind all others. Owns the activations; they grow to the largest batch seen, after which nothing
/// is allocated.
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
public sealed partial class Network<T> : IOptimizee<T>, ISymmetricOptimizee, IEvaluationGradients<T>, IHessianProducts<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Evaluation goes through large batches in parts of this size: memory stays small, and in the caches.</summary>
    private const int EvaluationChunk = 1024;

    private readonly ILayer<T>[] _layers;
    private readonly LayerSignature[] _signatures;
    private readonly Range[] _parameters; // each layer's slice of theta
    private readonly Range[] _statistics; // each layer's slice of the statistics
    private readonly AlignedBuffer<T>[] _outputs; // (sample, feature) of each layer
    private readonly T[] _statisticsValues;
    private readonly ILoss<T> _loss;
    private readonly int _firstTrained;
    private readonly bool _samplesAreIndependent;
    private AlignedBuffer<T> _dOutput = new(0);
    private AlignedBuffer<T> _dInput = new(0);
    private NetworkHessian<T>? _hessian; // made when it is asked for: most networks never are
    private T[] _sampleScratch = []; // (n), likewise
    private int _capacity;

    /// <summary>A network of the given layers; the last one's outputs are the logits.</summary>
    /// <param name="layers">At least one, each taking what the one before it gives; at least one has parameters.</param>
    /// <param name="compute">Where the loss runs; usually the layers' too.</param>
    /// <exception cref="ArgumentException">There are no layers or no parameters, or neighbors' sizes differ.</exception>
    public Network(IReadOnlyList<ILayer<T>> layers, Compute compute)
        : this(layers, signatures => new SoftmaxCrossEntropy<T>(signatures[^1].OutputSize, compute))
    {
    }

    /// <summary>A network of the given layers with a loss of its own.</summary>
    /// <param name="layers">At least one, each taking what the one before it gives; at least one has parameters.</param>
    /// <param name="loss">Of the last layer's outputs. It keeps what its backward pass needs, so no other network may use it.</param>
    /// <exception cref="ArgumentException">There are no layers or no parameters, or neighbors' sizes differ.</exception>
    public Network(IReadOnlyList<ILayer<T>> layers, ILoss<T> loss) : this(layers, _ => loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
    }

    /// <summary>A network of the given layers with one of the library's losses.</summary>
    /// <param name="layers">At least one, each taking what the one before it gives; at least one has parameters.</param>
    /// <param name="loss">Of the last layer's outputs.</param>
    /// <param name="compute">Where the loss runs; usually the layers' too.</param>
    /// <exception cref="ArgumentException">There are no layers or no parameters, or neighbors' sizes differ.</exception>
    public Network(IReadOnlyList<ILayer<T>> layers, LossKind loss, Compute compute)
        : this(layers, signatures => LossCatalog.Create<T>(loss, signatures[^1].OutputSize, compute))
    {
    }

    private Network(IReadOnlyList<ILayer<T>> layers, Func<LayerSignature[], ILoss<T>> createLoss)
    {
        ArgumentNullException.ThrowIfNull(layers);
        _layers = [.. layers];
        _signatures = [.. layers.Select(static layer => layer.Signature)];
        for (int i = 1; i < _layers.Length; i++)
            if (_signatures[i].InputSize != _signatures[i - 1].OutputSize)
                throw new ArgumentException(
                    $"layer {i} takes {_signatures[i].InputSize} features; layer {i - 1} gives {_signatures[i - 1].OutputSize}",
                    nameof(layers));
        _firstTrained = Array.FindIndex(_signatures, static s => s.Parameters.Length > 0);
        if (_firstTrained < 0)
            throw new ArgumentException($"{_layers.Length} layers without parameters; expected at least one with some", nameof(layers));

        Layout = new ParameterLayout([.. _signatures.OrderBy(static s => s.Role == LayerRole.Normalization)
            .SelectMany(static s => s.Parameters)]).WithRoles(TensorRoles.Of(_signatures));
        if (_signatures.Any(static s => s.UpdateScale != 1))
            Layout = Layout.WithUpdateScales(slot =>
                _signatures.FirstOrDefault(s => s.Parameters.Length > 0 && s.Parameters[0].Name == slot.Name)?.UpdateScale ?? 1);
        StatisticsLayout = new ParameterLayout([.. _signatures.SelectMany(static s => s.Statistics)]);
        _parameters = [.. _signatures.Select(s => Slice(Layout, s.Parameters))];
        _statistics = [.. _signatures.Select(s => Slice(StatisticsLayout, s.Statistics))];
        _statisticsValues = new T[StatisticsLayout.Count];
        _samplesAreIndependent = _signatures.All(static s => s.SamplesAreIndependent);
        _outputs = new AlignedBuffer<T>[_layers.Length];
        _loss = createLoss(_signatures);
        Symmetries = NetworkSymmetries.Find(_signatures, Layout, _loss.Traits.HasFlag(LossTraits.ShiftInvariant));
    }

    /// <summary>Features of one input sample.</summary>
    public int InputSize => _signatures[0].InputSize;

    /// <summary>The layers' sizes, parameters and properties, from the input to the output.</summary>
    public IReadOnlyList<LayerSignature> Layers => _signatures;

    /// <summary>Outputs of the last layer: one for each class, or for each target value.</summary>
    public int OutputSize => _signatures[^1].OutputSize;

    /// <summary>Number of classes; where the loss takes values, <see cref="OutputSize"/>.</summary>
    public int ClassCount => OutputSize;

    /// <inheritdoc/>
    public ParameterLayout Layout { get; }

    /// <inheritdoc/>
    public NetworkSymmetries Symmetries { get; }

    /// <summary>Names, shapes and places in <see cref="Statistics"/>; no tensors for most networks.</summary>
    public ParameterLayout StatisticsLayout { get; }

    /// <inheritdoc/>
    public Span<T> Statistics => _statisticsValues;

    /// <inheritdoc/>
    public bool SamplesAreIndependent => _samplesAreIndependent;

    /// <inheritdoc/>
    public bool HasHessianProduct => _layers.Skip(_firstTrained).All(static layer => layer is ITangentLayer<T> { SupportsTangents: true });

    /// <inheritdoc/>
    public int LeastSamples => _signatures.Max(static signature => signature.LeastSamples);

    internal ReadOnlySpan<ILayer<T>> LayerInstances => _layers;

    /// <summary>What compares the outputs with the targets.</summary>
    public ILoss<T> LossFunction => _loss;

    /// <summary>The first layer with parameters: what comes before it has nothing to learn from.</summary>
    internal int FirstTrained => _firstTrained;

    /// <inheritdoc/>
    public void Initialize(Span<T> theta, Rng rng)
    {
        CheckLength(theta.Length, nameof(theta));
        for (int i = 0; i < _layers.Length; i++)
            _layers[i].Initialize(theta[_parameters[i]], Statistics[_statistics[i]], rng);
    }

    /// <inheritdoc/>
    public LossAndAccuracy Loss(ReadOnlySpan<T> theta, Batch<T> batch)
    {
        Check(theta, batch);
        int chunk = _samplesAreIndependent ? Math.Min(EvaluationChunk, batch.Count) : batch.Count;
        Reserve(chunk);
        double lossSum = 0;
        int? hits = 0;
        for (int start = 0; start < batch.Count; start += chunk)
        {
            int count = Math.Min(chunk, batch.Count - start);
            Batch<T> part = batch.Slice(start, count);
            Forward(theta, part.Inputs, count, isTraining: false);
            (double partLoss, int? partHits) = _loss.Forward(Output(_layers.Length - 1, count), part);
            lossSum += partLoss;
            hits += partHits;
        }
        return Mean(lossSum, hits, batch.Count);
    }

    /// <inheritdoc/>
    public LossAndAccuracy LossAndGradient(ReadOnlySpan<T> theta, Batch<T> batch, Span<T> gradient) =>
        Gradient(theta, batch, gradient, isTraining: true);

    /// <inheritdoc/>
    public LossAndAccuracy EvaluationGradient(ReadOnlySpan<T> theta, Batch<T> batch, Span<T> gradient) =>
        Gradient(theta, batch, gradient, isTraining: false);

    /// <inheritdoc/>
    public void HessianProduct(ReadOnlySpan<T> theta, Batch<T> batch, ReadOnlySpan<T> direction, Span<T> product)
    {
        if (!HasHessianProduct)
            throw new NotSupportedException("a layer of this network knows no second derivatives; see HasHessianProduct");
        CheckLength(direction.Length, nameof(direction));
        CheckLength(product.Length, nameof(product));
        EvaluateForward(theta, batch);
        (_hessian ??= new NetworkHessian<T>(this)).Product(theta, batch, direction, product);
    }

    /// <summary>The outputs in evaluation mode: logits of classes, estimates of values. Changes nothing.</summary>
    /// <param name="theta">(n) parameters.</param>
    /// <param name="inputs">(sample, feature), row-major.</param>
    /// <param name="outputs">(sample, output); overwritten. Its length says how many samples there are.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public void Predict(ReadOnlySpan<T> theta, ReadOnlySpan<T> inputs, Span<T> outputs)
    {
        CheckLength(theta.Length, nameof(theta));
        int count = outputs.Length / OutputSize;
        if (outputs.Length != count * OutputSize || inputs.Length != (long)count * InputSize)
            throw new ArgumentException(
                $"{inputs.Length} input values and room for {outputs.Length} outputs; the network makes {OutputSize} outputs of " +
                $"{InputSize} features", nameof(outputs));
        Reserve(count);
        Forward(theta, inputs, count, isTraining: false);
        Output(_layers.Length - 1, count).CopyTo(outputs);
    }

    private static LossAndAccuracy Mean(double lossSum, int? hits, int count) =>
        new(lossSum / count, hits is { } number ? (double)number / count : double.NaN);

    private static Range Slice(ParameterLayout layout, IReadOnlyList<(string Name, int[] Shape)> tensors) =>
        tensors.Count == 0 ? 0..0 : layout[tensors[0].Name].Offset..(layout[tensors[^1].Name].Offset + layout[tensors[^1].Name].Count);

    private void Forward(ReadOnlySpan<T> theta, ReadOnlySpan<T> inputs, int count, bool isTraining)
    {
        for (int i = 0; i < _layers.Length; i++)
            _layers[i].Forward(Pass(i, theta, inputs, count, isTraining), Output(i, count));
    }

    private LossAndAccuracy Gradient(ReadOnlySpan<T> theta, Batch<T> batch, Span<T> gradient, bool isTraining)
    {
        Check(theta, batch);
        CheckLength(gradient.Length, nameof(gradient));
        Reserve(batch.Count);
        Forward(theta, batch.Inputs, batch.Count, isTraining);
        (double lossSum, int? hits) = _loss.Forward(Output(_layers.Length - 1, batch.Count), batch);
        Backward(theta, batch, gradient, isTraining);
        return Mean(lossSum, hits, batch.Count);
    }

    private void EvaluateForward(ReadOnlySpan<T> theta, Batch<T> batch)
    {
        Check(theta, batch);
        Reserve(batch.Count);
        Forward(theta, batch.Inputs, batch.Count, isTraining: false);
        _loss.Forward(Output(_layers.Length - 1, batch.Count), batch);
    }

    private void Backward(ReadOnlySpan<T> theta, Batch<T> batch, Span<T> gradient, bool isTraining)
    {
        int last = _layers.Length - 1;
        _loss.Backward(Output(last, batch.Count), batch, _dOutput.Span[..(batch.Count * OutputSize)]);
        for (int i = last; i >= _firstTrained; i--)
        {
            // What comes before the first parameters has nothing to learn from.
            Span<T> dInput = i == _firstTrained ? [] : _dInput.Span[..(batch.Count * _signatures[i].InputSize)];
            Span<T> dOutput = _dOutput.Span[..(batch.Count * _signatures[i].OutputSize)];
            _layers[i].Backward(Pass(i, theta, batch.Inputs, batch.Count, isTraining), Output(i, batch.Count),
                dOutput, gradient[_parameters[i]], dInput);
            (_dOutput, _dInput) = (_dInput, _dOutput);
        }
    }

    internal Range ParametersOf(int layer) => _parameters[layer];

    internal LayerPass<T> Pass(int layer, ReadOnlySpan<T> theta, ReadOnlySpan<T> inputs, int count, bool isTraining) => new()
    {
        Parameters = theta[_parameters[layer]],
        Statistics = Statistics[_statistics[layer]],
        Input = layer == 0 ? inputs : Output(layer - 1, count),
        Count = count,
        IsTraining = isTraining,
    };

    internal Span<T> Output(int layer, int count) => _outputs[layer].Span[..(count * _signatures[layer].OutputSize)];

    private void Reserve(int count)
    {
        if (count <= _capacity)
            return;
        int widest = 0;
        for (int i = 0; i < _layers.Length; i++)
        {
            int size = _signatures[i].OutputSize;
            _outputs[i] = new AlignedBuffer<T>(checked(count * size));
            widest = Math.Max(widest, size);
        }
        _dOutput = new AlignedBuffer<T>(checked(count * widest));
        _dInput = new AlignedBuffer<T>(checked(count * widest));
        _capacity = count;
    }

    private void Check(ReadOnlySpan<T> theta, Batch<T> batch)
    {
        CheckLength(theta.Length, nameof(theta));
        if (batch.InputSize != InputSize)
            throw new ArgumentException($"samples of {batch.InputSize} features; the network takes {InputSize}", nameof(batch));
    }

    private void CheckLength(int length, string name)
    {
        if (length != Layout.Count)
            throw new ArgumentException($"{name} has {length} coordinates; the network has {Layout.Count}", name);
    }
}
