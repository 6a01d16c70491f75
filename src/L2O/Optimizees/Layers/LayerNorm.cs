using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using L2O.Kernels.Functions;
using L2O.Numerics;

namespace L2O.Optimizees.Layers;

/// <summary>
/// Layer normalization (Ba, Kiros, Hinton 2016): every sample is shifted and scaled to mean 0 and variance 1 over all of its features, then
/// y = weight·normalized + bias, feature by feature. Training and evaluation are the same. Starts with weight 1 and bias 0.
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class LayerNorm<T> : ILayer<T>, ISampleGradientLayer<T>, ITangentLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double Epsilon = 1e-5;

    private readonly int _size;
    private readonly T[] _given; // weight·dOutput of one sample
    private readonly T[] _tangent; // of one sample's normalized features, or of its weight·dOutput
    private AlignedBuffer<T> _normalized = new(0); // (sample, feature)
    private AlignedBuffer<T> _inverseDeviations = new(0); // (sample)

    /// <summary>A layer with the tensors <c>name.weight</c> and <c>name.bias</c>.</summary>
    /// <param name="name">Prefix of the tensors' names, e.g. <c>layers.1</c>.</param>
    /// <param name="size">Features, positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is not positive.</exception>
    public LayerNorm(string name, int size)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        _size = size;
        (_given, _tangent) = (new T[size], new T[size]);
        Signature = new LayerSignature(size, size)
        {
            Parameters = [($"{name}.weight", [size]), ($"{name}.bias", [size])],
            Name = "layer norm",
            Role = LayerRole.Normalization,
            BlockCount = 1, // it takes out a factor that all features share, and no other
        };
    }

    /// <inheritdoc/>
    public LayerSignature Signature { get; }

    /// <inheritdoc/>
    public void Initialize(Span<T> parameters, Span<T> statistics, Rng rng)
    {
        parameters[.._size].Fill(T.One);
        parameters[_size..].Clear();
    }

    /// <inheritdoc/>
    public void Forward(LayerPass<T> pass, Span<T> output)
    {
        if (_normalized.Length < output.Length)
            (_normalized, _inverseDeviations) = (new AlignedBuffer<T>(output.Length), new AlignedBuffer<T>(pass.Count));
        ReadOnlySpan<T> weight = pass.Parameters[.._size], bias = pass.Parameters[_size..];
        for (int sample = 0; sample < pass.Count; sample++)
        {
            ReadOnlySpan<T> input = Row(pass.Input, sample);
            Span<T> normalized = Row(_normalized.Span, sample);
            TensorPrimitives.Subtract(input, T.CreateChecked(Mean(input)), normalized);
            T inverse = T.CreateChecked(1 / Math.Sqrt(MeanProduct(normalized, normalized) + Epsilon));
            _inverseDeviations.Span[sample] = inverse;
            TensorPrimitives.Multiply(normalized, inverse, normalized);
            TensorPrimitives.FusedMultiplyAdd(normalized, weight, bias, Row(output, sample));
        }
    }

    /// <inheritdoc/>
    public void Backward(LayerPass<T> pass, ReadOnlySpan<T> output, ReadOnlySpan<T> dOutput, Span<T> dParameters, Span<T> dInput)
    {
        dParameters.Clear();
        for (int sample = 0; sample < pass.Count; sample++)
            AddSampleGradient(Row(dOutput, sample), sample, dParameters);
        if (dInput.IsEmpty)
            return;
        for (int sample = 0; sample < pass.Count; sample++)
        {
            Span<T> result = Row(dInput, sample);
            TensorPrimitives.Multiply(Row(dOutput, sample), pass.Parameters[.._size], result);
            Project(sample, result);
            TensorPrimitives.Multiply(result, _inverseDeviations.Span[sample], result);
        }
    }

    /// <inheritdoc/>
    public bool SupportsTangents => true;

    /// <inheritdoc/>
    public void ForwardTangent(LayerPass<T> pass, LayerTangent<T> tangent, ReadOnlySpan<T> output, Span<T> outputTangent)
    {
        ReadOnlySpan<T> weight = pass.Parameters[.._size];
        ReadOnlySpan<T> weightTangent = tangent.Parameters[.._size], biasTangent = tangent.Parameters[_size..];
        for (int sample = 0; sample < pass.Count; sample++)
        {
            Span<T> row = Row(outputTangent, sample);
            TensorPrimitives.FusedMultiplyAdd(Row(_normalized.Span, sample), weightTangent, biasTangent, row);
            if (tangent.Input.IsEmpty)
                continue;
            NormalizedTangent(sample, tangent);
            TensorPrimitives.FusedMultiplyAdd<T>(_tangent, weight, row, row);
        }
    }

    /// <inheritdoc/>
    public void BackwardTangent(
        LayerPass<T> pass, LayerTangent<T> tangent, ReadOnlySpan<T> output, ReadOnlySpan<T> dOutput, ReadOnlySpan<T> dOutputTangent,
        Span<T> dParametersTangent, Span<T> dInputTangent)
    {
        Backward(pass, output, dOutputTangent, dParametersTangent, dInputTangent);
        if (tangent.Input.IsEmpty)
            return;
        Span<T> dWeightTangent = dParametersTangent[.._size];
        for (int sample = 0; sample < pass.Count; sample++)
        {
            NormalizedTangent(sample, tangent);
            TensorPrimitives.FusedMultiplyAdd<T>(Row(dOutput, sample), _tangent, dWeightTangent, dWeightTangent);
            AddCurvature(pass, tangent, Row(dOutput, sample), sample, Row(dInputTangent, sample));
        }
    }

    /// <inheritdoc/>
    public void SampleGradient(LayerPass<T> pass, ReadOnlySpan<T> dOutput, int sample, Span<T> dParameters)
    {
        dParameters.Clear();
        AddSampleGradient(Row(dOutput, sample), sample, dParameters);
    }

    /// <summary>
    /// With n the normalized features, g = weight·dOutput and P(g) = g - mean(g) - n·mean(g·n), dInput is P(g)/deviation. Adds what its
    /// tangent has besides the part of dOutput's tangent: (P(g') - n'·mean(g·n) - n·mean(g·n') - mean(n·x')·P(g)/deviation)/deviation,
    /// where g' is the weight's tangent times dOutput and x' the input's tangent; <see cref="_tangent"/> holds n'.
    /// </summary>
    private void AddCurvature(LayerPass<T> pass, LayerTangent<T> tangent, ReadOnlySpan<T> dOutput, int sample, Span<T> dInputTangent)
    {
        ReadOnlySpan<T> normalized = Row(_normalized.Span, sample);
        T inverse = _inverseDeviations.Span[sample];
        TensorPrimitives.Multiply(dOutput, pass.Parameters[.._size], _given);
        T byDeviation = -inverse * T.CreateChecked(MeanProduct(normalized, Row(tangent.Input, sample)));
        T along = T.CreateChecked(-MeanProduct(_given, normalized)), across = T.CreateChecked(-MeanProduct(_given, _tangent));
        // _tangent turns into the sum of all parts, n' first.
        TensorPrimitives.Multiply<T>(_tangent, along, _tangent);
        TensorPrimitives.FusedMultiplyAdd<T>(normalized, across, _tangent, _tangent);
        Project(sample, _given);
        TensorPrimitives.FusedMultiplyAdd<T>(_given, byDeviation, _tangent, _tangent);
        TensorPrimitives.Multiply(dOutput, tangent.Parameters[.._size], _given);
        Project(sample, _given);
        TensorPrimitives.Add<T>(_tangent, _given, _tangent);
        TensorPrimitives.FusedMultiplyAdd<T>(_tangent, inverse, dInputTangent, dInputTangent);
    }

    /// <summary>n' = P(x')/deviation.</summary>
    private void NormalizedTangent(int sample, LayerTangent<T> tangent)
    {
        Row(tangent.Input, sample).CopyTo(_tangent);
        Project(sample, _tangent);
        TensorPrimitives.Multiply<T>(_tangent, _inverseDeviations.Span[sample], _tangent);
    }

    /// <summary>P: takes out the mean and the part along the normalized features, which mean and variance swallow.</summary>
    private void Project(int sample, Span<T> values)
    {
        ReadOnlySpan<T> normalized = Row(_normalized.Span, sample);
        T mean = T.CreateChecked(Mean(values)), along = T.CreateChecked(-MeanProduct(values, normalized));
        TensorPrimitives.FusedMultiplyAdd(normalized, along, values, values);
        TensorPrimitives.Subtract(values, mean, values);
    }

    private void AddSampleGradient(ReadOnlySpan<T> dOutput, int sample, Span<T> dParameters)
    {
        Span<T> dWeight = dParameters[.._size], dBias = dParameters[_size..];
        TensorPrimitives.FusedMultiplyAdd(dOutput, Row(_normalized.Span, sample), dWeight, dWeight);
        TensorPrimitives.Add(dOutput, dBias, dBias);
    }

    private double Mean(ReadOnlySpan<T> values) =>
        (typeof(T) == typeof(float) ? WideSums.Sum(MemoryMarshal.Cast<T, float>(values)) : DoubleSums.Sum(values)) / _size;

    private double MeanProduct(ReadOnlySpan<T> left, ReadOnlySpan<T> right) => (typeof(T) == typeof(float)
        ? WideSums.InnerProduct(MemoryMarshal.Cast<T, float>(left), MemoryMarshal.Cast<T, float>(right))
        : DoubleSums.InnerProduct(left, right)) / _size;

    private Span<T> Row(Span<T> matrix, int sample) => matrix.Slice(sample * _size, _size);

    private ReadOnlySpan<T> Row(ReadOnlySpan<T> matrix, int sample) => matrix.Slice(sample * _size, _size);
}
