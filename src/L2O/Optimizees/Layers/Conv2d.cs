using System.Numerics;
using System.Numerics.Tensors;
using L2O.Kernels.Convolutions;
using L2O.Numerics;

namespace L2O.Optimizees.Layers;

/// <summary>
/// A two-dimensional convolution (cross-correlation, as in PyTorch) with square kernels. A sample's features are (channel, row, column).
/// Starts uniform in ±1/√(input channels · kernel size²), weight and bias alike (PyTorch's default), or as asked for.
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class Conv2d<T> : ILayer<T>, ISampleGradientLayer<T>, ITangentLayer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly WeightInitialization _initialization;
    private readonly ConvolutionShape _shape;
    private readonly Convolution<T> _convolution;
    private readonly T[] _noBias;
    private AlignedBuffer<T> _scratch = new(0); // (sample, output feature or input feature), of tangents alone
    private T[] _dScratch = []; // of the parameters, likewise

    /// <summary>
    /// A layer with the tensors <c>name.weight</c> (output channel, input channel, kernel row, kernel column) and <c>name.bias</c> (output
    /// channel).
    /// </summary>
    /// <param name="name">Prefix of the tensors' names, e.g. <c>conv_layers.0</c>.</param>
    /// <param name="input">Shape of a sample.</param>
    /// <param name="outputChannels">Number of kernels, positive.</param>
    /// <param name="kernelSize">Rows and columns of a kernel, from 1 to the padded input's.</param>
    /// <param name="compute">Where to run.</param>
    /// <param name="padding">Zeros around the input on each side, 0 or more.</param>
    /// <param name="initialization">How weight and bias start.</param>
    /// <param name="stride">Rows and columns from one place of a kernel to the next, positive; a rest on the right and below is left
    /// out.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is out of its range.</exception>
    public Conv2d(
        string name, ImageShape input, int outputChannels, int kernelSize, Compute compute, int padding = 0,
        WeightInitialization initialization = WeightInitialization.FanIn, int stride = 1)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(compute);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outputChannels);
        ArgumentOutOfRangeException.ThrowIfNegative(padding);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(stride);
        int largest = Math.Min(input.Height, input.Width) + 2 * padding;
        if (kernelSize < 1 || kernelSize > largest)
            throw new ArgumentOutOfRangeException(nameof(kernelSize), kernelSize,
                $"expected 1 to {largest}, the padded input's smaller side");
        _initialization = initialization;
        _shape = new ConvolutionShape(input.Channels, input.Height, input.Width, outputChannels, kernelSize, padding, stride);
        Output = new ImageShape(outputChannels, _shape.OutputHeight, _shape.OutputWidth);
        _convolution = new Convolution<T>(_shape, compute);
        _noBias = new T[outputChannels];
        Signature = new LayerSignature(input.Size, Output.Size)
        {
            Name = $"conv {kernelSize}x{kernelSize}"
                + $"{(stride == 1 ? "" : $", stride {stride}")}{(padding == 0 ? "" : $", padding {padding}")}",
            OutputImage = Output,
            Role = LayerRole.Linear,
            Parameters = [($"{name}.weight", [outputChannels, input.Channels, kernelSize, kernelSize]), ($"{name}.bias", [outputChannels])],
        };
    }

    /// <summary>Shape of what the layer gives for a sample.</summary>
    public ImageShape Output { get; }

    /// <inheritdoc/>
    public LayerSignature Signature { get; }

    private int WeightCount => _shape.OutputChannels * _shape.Taps;

    /// <inheritdoc/>
    public void Initialize(Span<T> parameters, Span<T> statistics, Rng rng) =>
        LinearStart.Draw(_initialization, parameters[..WeightCount], parameters[WeightCount..], _shape.Taps, rng);

    /// <inheritdoc/>
    public void Forward(LayerPass<T> pass, Span<T> output) =>
        _convolution.Forward(pass.Input, pass.Parameters[..WeightCount], pass.Parameters[WeightCount..], output, pass.Count);

    /// <inheritdoc/>
    public void Backward(LayerPass<T> pass, ReadOnlySpan<T> output, ReadOnlySpan<T> dOutput, Span<T> dParameters, Span<T> dInput) =>
        _convolution.Backward(pass.Input, pass.Parameters[..WeightCount], dOutput, dParameters[..WeightCount],
            dParameters[WeightCount..], dInput, pass.Count);

    /// <inheritdoc/>
    public bool SupportsTangents => true;

    /// <inheritdoc/>
    public void ForwardTangent(LayerPass<T> pass, LayerTangent<T> tangent, ReadOnlySpan<T> output, Span<T> outputTangent)
    {
        _convolution.Forward(pass.Input, tangent.Parameters[..WeightCount], tangent.Parameters[WeightCount..], outputTangent, pass.Count);
        if (tangent.Input.IsEmpty)
            return;
        Span<T> byInput = Scratch(outputTangent.Length);
        _convolution.Forward(tangent.Input, pass.Parameters[..WeightCount], _noBias, byInput, pass.Count);
        TensorPrimitives.Add(outputTangent, byInput, outputTangent);
    }

    /// <inheritdoc/>
    public void BackwardTangent(
        LayerPass<T> pass, LayerTangent<T> tangent, ReadOnlySpan<T> output, ReadOnlySpan<T> dOutput,
            ReadOnlySpan<T> dOutputTangent, Span<T> dParametersTangent, Span<T> dInputTangent)
    {
        Backward(pass, output, dOutputTangent, dParametersTangent, dInputTangent);
        if (tangent.Input.IsEmpty)
            return;
        if (_dScratch.Length == 0)
            _dScratch = new T[dParametersTangent.Length];
        Span<T> dInput = Scratch(dInputTangent.Length), dWeight = _dScratch.AsSpan(0, WeightCount);
        _convolution.Backward(tangent.Input, tangent.Parameters[..WeightCount], dOutput, dWeight,
            _dScratch.AsSpan(WeightCount), dInput, pass.Count);
        TensorPrimitives.Add(dParametersTangent[..WeightCount], dWeight, dParametersTangent[..WeightCount]);
        TensorPrimitives.Add(dInputTangent, dInput, dInputTangent);
    }

    /// <inheritdoc/>
    public void SampleGradient(LayerPass<T> pass, ReadOnlySpan<T> dOutput, int sample, Span<T> dParameters)
    {
        int inputs = Signature.InputSize, outputs = Signature.OutputSize;
        _convolution.Backward(
            pass.Input.Slice(sample * inputs, inputs), pass.Parameters[..WeightCount],
                dOutput.Slice(sample * outputs, outputs), dParameters[..WeightCount], dParameters[WeightCount..], [], 1);
    }

    private Span<T> Scratch(int length)
    {
        if (_scratch.Length < length)
            _scratch = new AlignedBuffer<T>(length);
        return _scratch.Span[..length];
    }
}
