using System.Numerics;
using L2O.Kernels;
using L2O.Numerics;

namespace L2O.Optimizees;

/// <summary>
/// A two-dimensional convolution (cross-correlation, as in PyTorch) with square kernels and stride 1. A sample's features are (channel, row, column).
/// Starts uniform in ±1/√(input channels · kernel size²), weight and bias alike (PyTorch's default), or as asked for.
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
public sealed class Conv2d<T> : ILayer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly WeightInitialization _initialization;
    private readonly ConvolutionShape _shape;
    private readonly Convolution<T> _convolution;

    /// <summary>A layer with the tensors <c>name.weight</c> (output channel, input channel, kernel row, kernel column) and <c>name.bias</c> (output channel).</summary>
    /// <param name="name">Prefix of the tensors' names, e.g. <c>conv_layers.0</c>.</param>
    /// <param name="input">Shape of a sample.</param>
    /// <param name="outputChannels">Number of kernels, positive.</param>
    /// <param name="kernelSize">Rows and columns of a kernel, from 1 to the padded input's.</param>
    /// <param name="compute">Where to run.</param>
    /// <param name="padding">Zeros around the input on each side, 0 or more.</param>
    /// <param name="initialization">How weight and bias start.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is out of its range.</exception>
    public Conv2d(string name, ImageShape input, int outputChannels, int kernelSize, Compute compute, int padding = 0, WeightInitialization initialization = WeightInitialization.FanIn)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(compute);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outputChannels);
        ArgumentOutOfRangeException.ThrowIfNegative(padding);
        int largest = Math.Min(input.Height, input.Width) + 2 * padding;
        if (kernelSize < 1 || kernelSize > largest)
            throw new ArgumentOutOfRangeException(nameof(kernelSize), kernelSize, $"expected 1 to {largest}, the padded input's smaller side");
        _initialization = initialization;
        _shape = new ConvolutionShape(input.Channels, input.Height, input.Width, outputChannels, kernelSize, padding);
        _convolution = new Convolution<T>(_shape, compute);
        Output = new ImageShape(outputChannels, _shape.OutputHeight, _shape.OutputWidth);
        Signature = new LayerSignature(input.Size, Output.Size)
        {
            Name = padding == 0 ? $"conv {kernelSize}x{kernelSize}" : $"conv {kernelSize}x{kernelSize}, padding {padding}",
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
        _convolution.Backward(pass.Input, pass.Parameters[..WeightCount], dOutput, dParameters[..WeightCount], dParameters[WeightCount..], dInput, pass.Count);
}
