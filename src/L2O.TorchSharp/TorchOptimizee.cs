using System.Globalization;
using System.Runtime.InteropServices;
using L2O.Data;
using L2O.Numerics;
using L2O.Optimizees;
using TorchSharp;

namespace L2O.TorchSharp;

/// <summary>
/// A TorchSharp module with its loss as a network of L2O: learned optimizers are meta-trained on it, tested and analyzed. Its parameters
/// are theta, in the order of <c>named_parameters()</c>; its buffers, such as batch norm's running means, are the statistics. Works in main
/// memory in single precision; owns its module, and serves one run at a time like any optimizee.
/// </summary>
public sealed class TorchOptimizee : IOptimizee<float>, IEvaluationGradients<float>, IDisposable
{
    /// <summary>Evaluation goes through large batches in parts of this size.</summary>
    private const int EvaluationChunk = 1024;

    private static readonly Lock s_drawing = new(); // libtorch's modules draw from one generator

    private readonly Func<torch.nn.Module<torch.Tensor, torch.Tensor>> _create;
    private readonly Func<torch.Tensor, torch.Tensor, torch.Tensor>? _loss;
    private readonly torch.nn.Module<torch.Tensor, torch.Tensor> _module;
    private readonly ModuleValues _values;
    private readonly long[] _sampleShape;
    private readonly int _sampleSize;

    /// <summary>A module as a network.</summary>
    /// <param name="create">Makes the module, its parameters drawn from libtorch's generator; called once here and once for each start of a
    /// run, with another seed each.</param>
    /// <param name="sampleShape">Sizes of one sample as the module takes it, e.g. 1, 28, 28; their product is the size of the data's
    /// samples.</param>
    /// <param name="loss">From outputs and targets to one number, a mean over the samples; targets are Int64 classes (sample) or floats
    /// (sample, value). Null for cross-entropy of classes and mean squared error of values.</param>
    /// <param name="leastSamples">Samples that a training batch must have, 1 or more: 2 with batch norm of single features.</param>
    /// <exception cref="ArgumentException">The module has no parameters, or one is no contiguous float tensor in main memory; or a size of
    /// a sample is not positive.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="leastSamples"/> is below 1.</exception>
    public TorchOptimizee(Func<torch.nn.Module<torch.Tensor, torch.Tensor>> create, IReadOnlyList<long> sampleShape,
        Func<torch.Tensor, torch.Tensor, torch.Tensor>? loss = null, int leastSamples = 1)
    {
        ArgumentNullException.ThrowIfNull(create);
        ArgumentNullException.ThrowIfNull(sampleShape);
        if (leastSamples < 1)
            throw new ArgumentOutOfRangeException(nameof(leastSamples),
                string.Create(CultureInfo.InvariantCulture, $"leastSamples is {leastSamples}; expected 1 or more"));
        if (sampleShape.Any(static size => size < 1))
            throw new ArgumentException($"a sample has the shape [{string.Join(", ", sampleShape)}]; expected positive sizes",
                nameof(sampleShape));
        (_create, _loss, _sampleShape, LeastSamples) = (create, loss, [.. sampleShape], leastSamples);
        _sampleSize = checked((int)sampleShape.Aggregate(1L, static (product, size) => checked(product * size)));
        _module = create();
        _values = new ModuleValues(_module);
        SamplesAreIndependent = ModuleValues.SamplesAreIndependent(_module);
    }

    /// <inheritdoc/>
    public ParameterLayout Layout => _values.Layout;

    /// <inheritdoc/>
    public Span<float> Statistics => _values.Statistics;

    /// <inheritdoc/>
    public int LeastSamples { get; }

    /// <inheritdoc/>
    public bool SamplesAreIndependent { get; }

    /// <summary>Overwrites theta and statistics with those of a fresh module, drawn with a seed from the given source; libtorch's own
    /// generator is as it was afterwards.</summary>
    /// <param name="theta">(n) parameters; overwritten.</param>
    /// <param name="rng">Gives the seed.</param>
    public void Initialize(Span<float> theta, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(rng);
        long seed = rng.NextUInt32();
        lock (s_drawing)
        {
            using torch.Tensor before = torch.get_rng_state();
            torch.manual_seed(seed);
            using torch.nn.Module<torch.Tensor, torch.Tensor> fresh = _create();
            torch.set_rng_state(before);
            using var values = new ModuleValues(fresh);
            values.ReadParameters(theta);
            values.ReadStatistics();
            values.Statistics.CopyTo(Statistics);
        }
    }

    /// <inheritdoc/>
    public LossAndAccuracy Loss(ReadOnlySpan<float> theta, Batch<float> batch)
    {
        using var gradients = torch.no_grad();
        Prepare(theta, isTraining: false);
        double loss = 0, accuracy = 0;
        for (int start = 0; start < batch.Count; start += EvaluationChunk)
        {
            int count = Math.Min(EvaluationChunk, batch.Count - start);
            using var scope = torch.NewDisposeScope();
            LossAndAccuracy part = Forward(batch.Slice(start, count), out _);
            (loss, accuracy) = (loss + part.Loss * count / batch.Count, accuracy + part.Accuracy * count / batch.Count);
        }
        return new LossAndAccuracy(loss, accuracy);
    }

    /// <inheritdoc/>
    public LossAndAccuracy LossAndGradient(ReadOnlySpan<float> theta, Batch<float> batch, Span<float> gradient)
    {
        LossAndAccuracy result = Differentiate(theta, batch, gradient, isTraining: true);
        _values.ReadStatistics();
        return result;
    }

    /// <inheritdoc/>
    public LossAndAccuracy EvaluationGradient(ReadOnlySpan<float> theta, Batch<float> batch, Span<float> gradient) =>
        Differentiate(theta, batch, gradient, isTraining: false);

    /// <inheritdoc/>
    public void SampleGradients(ReadOnlySpan<float> theta, Batch<float> batch, Span<float> gradients)
    {
        if (gradients.Length != (long)batch.Count * Layout.Count)
            throw new ArgumentException($"there is room for {gradients.Length} values; expected {(long)batch.Count * Layout.Count}, a "
                + "gradient a sample", nameof(gradients));
        for (int i = 0; i < batch.Count; i++)
            EvaluationGradient(theta, batch.Slice(i, 1), gradients.Slice(i * Layout.Count, Layout.Count));
    }

    /// <summary>Disposes of the module.</summary>
    public void Dispose()
    {
        _values.Dispose();
        _module.Dispose();
    }

    private LossAndAccuracy Differentiate(ReadOnlySpan<float> theta, Batch<float> batch, Span<float> gradient, bool isTraining)
    {
        using var scope = torch.NewDisposeScope();
        using var gradients = torch.enable_grad();
        Prepare(theta, isTraining);
        _values.ClearGradients();
        LossAndAccuracy result = Forward(batch, out torch.Tensor loss);
        loss.backward();
        _values.ReadGradients(gradient);
        return result;
    }

    private void Prepare(ReadOnlySpan<float> theta, bool isTraining)
    {
        _module.train(isTraining);
        _values.WriteParameters(theta);
        _values.WriteStatistics();
    }

    private LossAndAccuracy Forward(Batch<float> batch, out torch.Tensor loss)
    {
        if (batch.InputSize != _sampleSize)
            throw new ArgumentException($"samples have {batch.InputSize} values; expected {_sampleSize}, as of the shape "
                + $"[{string.Join(", ", _sampleShape)}]");
        torch.Tensor inputs = torch.empty([batch.Count, .. _sampleShape], torch.ScalarType.Float32, torch.CPU);
        batch.Inputs.CopyTo(MemoryMarshal.Cast<byte, float>(inputs.bytes));
        torch.Tensor outputs = _module.forward(inputs);
        torch.Tensor targets = TargetsOf(batch);
        loss = _loss is not null ? _loss(outputs, targets) : batch.Labels.IsEmpty
            ? torch.nn.functional.mse_loss(outputs, targets.view_as(outputs)) : torch.nn.functional.cross_entropy(outputs, targets);
        if (loss.numel() != 1)
            throw new InvalidOperationException(
                $"the loss has the shape [{string.Join(", ", loss.shape)}]; expected one number, a mean over the samples");
        return new LossAndAccuracy(loss.item<float>(), AccuracyOf(outputs, targets, batch));
    }

    private static torch.Tensor TargetsOf(Batch<float> batch)
    {
        if (batch.Labels.IsEmpty)
        {
            torch.Tensor values = torch.empty([batch.Count, batch.TargetSize], torch.ScalarType.Float32, torch.CPU);
            batch.Targets.CopyTo(MemoryMarshal.Cast<byte, float>(values.bytes));
            return values;
        }
        torch.Tensor classes = torch.empty([batch.Count], torch.ScalarType.Int64, torch.CPU);
        Span<long> written = MemoryMarshal.Cast<byte, long>(classes.bytes);
        for (int i = 0; i < written.Length; i++)
            written[i] = batch.Labels[i];
        return classes;
    }

    private static double AccuracyOf(torch.Tensor outputs, torch.Tensor targets, Batch<float> batch)
    {
        if (batch.Labels.IsEmpty || outputs.dim() != 2 || outputs.shape[0] != batch.Count)
            return double.NaN;
        using var gradients = torch.no_grad();
        return outputs.argmax(1).eq(targets).sum().item<long>() / (double)batch.Count;
    }
}
