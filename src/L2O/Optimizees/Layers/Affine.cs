using System.Numerics;
using System.Numerics.Tensors;
using L2O.Kernels.Functions;
using L2O.Kernels.Lanes;
using L2O.Kernels.Products;
using L2O.Numerics;

namespace L2O.Optimizees.Layers;

/// <summary>y = x·Wᵀ + b. Starts uniform in ±1/√inputSize, weight and bias alike (PyTorch's default), or as asked for.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class Affine<T> : ILayer<T>, ISampleGradientLayer<T>, ITangentLayer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int _inputSize;
    private readonly int _outputSize;
    private readonly WeightInitialization _initialization;
    private readonly Gemm<T> _gemm;
    private readonly LaneWidth _lanes;

    /// <summary>A layer with the tensors <c>name.weight</c> (output, input) and <c>name.bias</c> (output).</summary>
    /// <param name="name">Prefix of the tensors' names, e.g. <c>layers.mat_0</c>.</param>
    /// <param name="inputSize">Input features, positive.</param>
    /// <param name="outputSize">Output features, positive.</param>
    /// <param name="compute">Where to run.</param>
    /// <param name="initialization">How weight and bias start.</param>
    /// <param name="updateScale">Factor of a learned optimizer's updates of the weight.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive.</exception>
    public Affine(string name, int inputSize, int outputSize, Compute compute,
        WeightInitialization initialization = WeightInitialization.FanIn, double updateScale = 1)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outputSize);
        ArgumentNullException.ThrowIfNull(compute);
        (_inputSize, _outputSize, _initialization) = (inputSize, outputSize, initialization);
        (_gemm, _lanes) = (new Gemm<T>(compute), compute.Lanes);
        Signature = new LayerSignature(inputSize, outputSize)
        {
            Name = "affine",
            Role = LayerRole.Linear,
            Parameters = [($"{name}.weight", [outputSize, inputSize]), ($"{name}.bias", [outputSize])],
            UpdateScale = updateScale,
        };
    }

    /// <inheritdoc/>
    public LayerSignature Signature { get; }

    private int WeightCount => _outputSize * _inputSize;

    /// <inheritdoc/>
    public void Initialize(Span<T> parameters, Span<T> statistics, Rng rng) =>
        LinearStart.Draw(_initialization, parameters[..WeightCount], parameters[WeightCount..], _inputSize, rng);

    /// <inheritdoc/>
    public void Forward(LayerPass<T> pass, Span<T> output)
    {
        ReadOnlySpan<T> weight = pass.Parameters[..WeightCount]; // (output, input)
        ReadOnlySpan<T> bias = pass.Parameters[WeightCount..];
        MatrixRows.Fill(bias, output);
        _gemm.Multiply(new GemmShape(pass.Count, _outputSize, _inputSize, RightTransposed: true, Accumulate: true),
            pass.Input, weight, output);
    }

    /// <inheritdoc/>
    public void Backward(LayerPass<T> pass, ReadOnlySpan<T> output, ReadOnlySpan<T> dOutput, Span<T> dParameters, Span<T> dInput)
    {
        ReadOnlySpan<T> weight = pass.Parameters[..WeightCount];
        Span<T> dWeight = dParameters[..WeightCount], dBias = dParameters[WeightCount..];
        if (!dInput.IsEmpty)
            _gemm.Multiply(new GemmShape(pass.Count, _inputSize, _outputSize), dOutput, weight, dInput);
        _gemm.Multiply(new GemmShape(_outputSize, _inputSize, pass.Count, LeftTransposed: true), dOutput, pass.Input, dWeight);
        MatrixRows.Sum(_lanes, dOutput, dBias);
    }

    /// <inheritdoc/>
    public bool SupportsTangents => true;

    /// <inheritdoc/>
    public void ForwardTangent(LayerPass<T> pass, LayerTangent<T> tangent, ReadOnlySpan<T> output, Span<T> outputTangent)
    {
        ReadOnlySpan<T> weightTangent = tangent.Parameters[..WeightCount], biasTangent = tangent.Parameters[WeightCount..];
        var shape = new GemmShape(pass.Count, _outputSize, _inputSize, RightTransposed: true, Accumulate: true);
        MatrixRows.Fill(biasTangent, outputTangent);
        _gemm.Multiply(shape, pass.Input, weightTangent, outputTangent);
        if (!tangent.Input.IsEmpty)
            _gemm.Multiply(shape, tangent.Input, pass.Parameters[..WeightCount], outputTangent);
    }

    /// <inheritdoc/>
    public void BackwardTangent(
        LayerPass<T> pass, LayerTangent<T> tangent, ReadOnlySpan<T> output, ReadOnlySpan<T> dOutput,
            ReadOnlySpan<T> dOutputTangent, Span<T> dParametersTangent, Span<T> dInputTangent)
    {
        Backward(pass, output, dOutputTangent, dParametersTangent, dInputTangent);
        if (tangent.Input.IsEmpty)
            return;
        _gemm.Multiply(new GemmShape(_outputSize, _inputSize, pass.Count, LeftTransposed: true, Accumulate: true),
            dOutput, tangent.Input, dParametersTangent[..WeightCount]);
        _gemm.Multiply(new GemmShape(pass.Count, _inputSize, _outputSize, Accumulate: true), dOutput,
            tangent.Parameters[..WeightCount], dInputTangent);
    }

    /// <inheritdoc/>
    public void SampleGradient(LayerPass<T> pass, ReadOnlySpan<T> dOutput, int sample, Span<T> dParameters)
    {
        ReadOnlySpan<T> input = pass.Input.Slice(sample * _inputSize, _inputSize), given = dOutput.Slice(sample * _outputSize, _outputSize);
        for (int row = 0; row < _outputSize; row++)
            TensorPrimitives.Multiply(input, given[row], dParameters.Slice(row * _inputSize, _inputSize));
        given.CopyTo(dParameters[WeightCount..]);
    }
}
