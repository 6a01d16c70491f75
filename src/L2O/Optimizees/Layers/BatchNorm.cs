using System.Numerics;
using System.Numerics.Tensors;
using L2O.Numerics;

namespace L2O.Optimizees.Layers;

/// <summary>
/// Batch normalization (Ioffe and Szegedy, 2015): every feature is shifted and scaled to mean 0 and variance 1 over the batch, then
/// y = weight·normalized + bias. With <see cref="BatchNormStatistics.Tracked"/>, evaluation uses running estimates, which each training
/// pass moves by a tenth towards the batch's mean and unbiased variance; with <see cref="BatchNormStatistics.Batch"/>, evaluation uses the
/// batch too. Starts with weight 1 and bias 0.
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class BatchNorm<T> : ILayer<T>, ISampleGradientLayer<T>, ITangentLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double Epsilon = 1e-5;
    private const double Momentum = 0.1;

    private readonly int _size;
    private readonly bool _isTracked;
    private readonly T[] _mean;
    private readonly T[] _variance;
    private readonly T[] _inverseDeviation;
    private readonly T[] _scratch;
    private AlignedBuffer<T> _normalized = new(0); // (sample, feature)

    /// <summary>
    /// A layer with the tensors <c>name.weight</c> and <c>name.bias</c> and, if tracked, the statistics <c>name.running_mean</c> and
    /// <c>name.running_var</c>.
    /// </summary>
    /// <param name="name">Prefix of the tensors' names, e.g. <c>batch_norm</c>.</param>
    /// <param name="size">Features, positive.</param>
    /// <param name="statistics">What evaluation normalizes with.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is not positive.</exception>
    public BatchNorm(string name, int size, BatchNormStatistics statistics)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        _size = size;
        _isTracked = statistics == BatchNormStatistics.Tracked;
        (_mean, _variance, _inverseDeviation, _scratch) = (new T[size], new T[size], new T[size], new T[size]);
        Signature = new LayerSignature(size, size)
        {
            Parameters = [($"{name}.weight", [size]), ($"{name}.bias", [size])],
            Statistics = _isTracked ? [($"{name}.running_mean", [size]), ($"{name}.running_var", [size])] : [],
            Name = "batch norm",
            Role = LayerRole.Normalization,
            SamplesAreIndependent = _isTracked,
            LeastSamples = 2, // the variance of one is undefined
        };
    }

    /// <inheritdoc/>
    public LayerSignature Signature { get; }

    /// <inheritdoc/>
    public void Initialize(Span<T> parameters, Span<T> statistics, Rng rng)
    {
        parameters[.._size].Fill(T.One);
        parameters[_size..].Clear();
        if (!_isTracked)
            return;
        statistics[.._size].Clear();
        statistics[_size..].Fill(T.One);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Training on a single sample, whose variance is undefined.</exception>
    public void Forward(LayerPass<T> pass, Span<T> output)
    {
        if (_normalized.Length < output.Length)
            _normalized = new AlignedBuffer<T>(output.Length);
        if (UsesBatch(pass))
            MeasureBatch(pass);
        else
        {
            pass.Statistics[.._size].CopyTo(_mean);
            pass.Statistics[_size..].CopyTo(_variance);
        }
        if (pass.IsTraining && _isTracked)
            Track(pass);
        TensorPrimitives.Add(_variance, T.CreateChecked(Epsilon), _inverseDeviation);
        TensorPrimitives.Sqrt(_inverseDeviation, _inverseDeviation);
        TensorPrimitives.Divide(T.One, _inverseDeviation, _inverseDeviation);

        ReadOnlySpan<T> weight = pass.Parameters[.._size], bias = pass.Parameters[_size..];
        for (int sample = 0; sample < pass.Count; sample++)
        {
            Span<T> normalized = Row(_normalized.Span, sample);
            TensorPrimitives.Subtract(Row(pass.Input, sample), _mean, normalized);
            TensorPrimitives.Multiply(normalized, _inverseDeviation, normalized);
            TensorPrimitives.FusedMultiplyAdd(normalized, weight, bias, Row(output, sample));
        }
    }

    /// <inheritdoc/>
    public void Backward(LayerPass<T> pass, ReadOnlySpan<T> output, ReadOnlySpan<T> dOutput, Span<T> dParameters, Span<T> dInput)
    {
        ReadOnlySpan<T> weight = pass.Parameters[.._size];
        Span<T> dWeight = dParameters[.._size], dBias = dParameters[_size..];
        SumGradient(dOutput, 0, pass.Count, dParameters);
        if (dInput.IsEmpty)
            return;
        TensorPrimitives.Multiply(weight, _inverseDeviation, _scratch);
        if (UsesBatch(pass))
            BackwardThroughBatch(pass.Count, dOutput, dWeight, dBias, dInput);
        else
            for (int sample = 0; sample < pass.Count; sample++)
                TensorPrimitives.Multiply(Row(dOutput, sample), _scratch, Row(dInput, sample));
    }

    /// <inheritdoc/>
    public bool SupportsTangents => _isTracked;

    /// <inheritdoc/>
    public void ForwardTangent(LayerPass<T> pass, LayerTangent<T> tangent, ReadOnlySpan<T> output, Span<T> outputTangent)
    {
        ReadOnlySpan<T> weightTangent = tangent.Parameters[.._size], biasTangent = tangent.Parameters[_size..];
        TensorPrimitives.Multiply(pass.Parameters[.._size], _inverseDeviation, _scratch);
        for (int sample = 0; sample < pass.Count; sample++)
        {
            Span<T> row = Row(outputTangent, sample);
            TensorPrimitives.FusedMultiplyAdd(Row(_normalized.Span, sample), weightTangent, biasTangent, row);
            if (!tangent.Input.IsEmpty)
                TensorPrimitives.FusedMultiplyAdd<T>(Row(tangent.Input, sample), _scratch, row, row);
        }
    }

    /// <inheritdoc/>
    public void BackwardTangent(
        LayerPass<T> pass, LayerTangent<T> tangent, ReadOnlySpan<T> output, ReadOnlySpan<T> dOutput,
            ReadOnlySpan<T> dOutputTangent, Span<T> dParametersTangent, Span<T> dInputTangent)
    {
        Backward(pass, output, dOutputTangent, dParametersTangent, dInputTangent);
        if (tangent.Input.IsEmpty)
            return;
        Span<T> dWeightTangent = dParametersTangent[.._size];
        // mean and variance are of no more use after the forward pass
        TensorPrimitives.Multiply(tangent.Parameters[.._size], _inverseDeviation, _mean);
        for (int sample = 0; sample < pass.Count; sample++)
        {
            TensorPrimitives.Multiply<T>(Row(tangent.Input, sample), _inverseDeviation, _variance);
            TensorPrimitives.FusedMultiplyAdd(Row(dOutput, sample), _variance, dWeightTangent, dWeightTangent);
            TensorPrimitives.FusedMultiplyAdd<T>(Row(dOutput, sample), _mean, Row(dInputTangent, sample), Row(dInputTangent, sample));
        }
    }

    /// <inheritdoc/>
    public void SampleGradient(LayerPass<T> pass, ReadOnlySpan<T> dOutput, int sample, Span<T> dParameters) =>
        SumGradient(Row(dOutput, sample), sample, 1, dParameters);

    /// <summary>The derivative by weight and bias from some samples of the last forward pass.</summary>
    /// <param name="dOutput">(sample, feature) of those samples.</param>
    /// <param name="first">The first one's number in the forward pass.</param>
    /// <param name="count">How many.</param>
    /// <param name="dParameters">Weight's, then bias's; overwritten.</param>
    internal void SumGradient(ReadOnlySpan<T> dOutput, int first, int count, Span<T> dParameters)
    {
        Span<T> dWeight = dParameters[.._size], dBias = dParameters[_size..];
        dParameters.Clear();
        for (int sample = 0; sample < count; sample++)
        {
            TensorPrimitives.FusedMultiplyAdd<T>(Row(dOutput, sample), Row(_normalized.Span, first + sample), dWeight, dWeight);
            TensorPrimitives.Add(Row(dOutput, sample), dBias, dBias);
        }
    }

    private bool UsesBatch(LayerPass<T> pass) => pass.IsTraining || !_isTracked;

    /// <summary>
    /// Mean and mean squared deviation of each feature, in two passes, which keeps the variance accurate and never negative.
    /// </summary>
    private void MeasureBatch(LayerPass<T> pass)
    {
        T factor = T.One / T.CreateChecked(pass.Count);
        Array.Clear(_mean);
        for (int sample = 0; sample < pass.Count; sample++)
            TensorPrimitives.Add(_mean, Row(pass.Input, sample), _mean);
        TensorPrimitives.Multiply(_mean, factor, _mean);
        Array.Clear(_variance);
        for (int sample = 0; sample < pass.Count; sample++)
        {
            TensorPrimitives.Subtract(Row(pass.Input, sample), _mean, _scratch);
            TensorPrimitives.FusedMultiplyAdd<T>(_scratch, _scratch, _variance, _variance);
        }
        TensorPrimitives.Multiply(_variance, factor, _variance);
    }

    private void Track(LayerPass<T> pass)
    {
        if (pass.Count == 1)
            throw new InvalidOperationException(
                $"batch norm '{Signature.Parameters[0].Name}' got a training batch of 1 sample; expected at least 2, or the variance is " +
                $"undefined");
        T keep = T.CreateChecked(1 - Momentum);
        T unbiased = T.CreateChecked(Momentum * pass.Count / (pass.Count - 1));
        Span<T> runningMean = pass.Statistics[.._size], runningVariance = pass.Statistics[_size..];
        TensorPrimitives.Multiply(runningMean, keep, runningMean);
        TensorPrimitives.FusedMultiplyAdd(_mean, T.CreateChecked(Momentum), runningMean, runningMean);
        TensorPrimitives.Multiply(runningVariance, keep, runningVariance);
        TensorPrimitives.FusedMultiplyAdd(_variance, unbiased, runningVariance, runningVariance);
    }

    /// <summary>
    /// dInput = weight/deviation · (dOutput - mean(dOutput) - normalized · mean(dOutput·normalized)): the batch's mean and variance depend
    /// on the input too.
    /// </summary>
    private void BackwardThroughBatch(int count, ReadOnlySpan<T> dOutput, ReadOnlySpan<T> dWeight, ReadOnlySpan<T> dBias, Span<T> dInput)
    {
        // The forward pass's mean and variance are of no more use: their memory takes the two means of the backward pass.
        T factor = T.One / T.CreateChecked(count);
        TensorPrimitives.Multiply(dBias, -factor, _mean);
        TensorPrimitives.Multiply(dWeight, -factor, _variance);
        for (int sample = 0; sample < count; sample++)
        {
            Span<T> row = Row(dInput, sample);
            TensorPrimitives.FusedMultiplyAdd(Row(_normalized.Span, sample), _variance, Row(dOutput, sample), row);
            TensorPrimitives.Add(row, _mean, row);
            TensorPrimitives.Multiply(row, _scratch, row);
        }
    }

    private Span<T> Row(Span<T> matrix, int sample) => matrix.Slice(sample * _size, _size);

    private ReadOnlySpan<T> Row(ReadOnlySpan<T> matrix, int sample) => matrix.Slice(sample * _size, _size);
}
