using System.Numerics;
using L2O.Kernels.Convolutions;
using L2O.Numerics;

namespace L2O.Optimizees.Layers;

/// <summary>
/// The mean of each 2x2 window with stride 2; a last odd row or column is left out. A sample's features are (channel, row, column).
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class AveragePool2d<T> : ILayer<T>, ITangentLayer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int _channels;
    private readonly AveragePool<T> _pool;

    /// <summary>A layer without parameters.</summary>
    /// <param name="input">Shape of a sample: at least 2 rows and 2 columns.</param>
    /// <param name="compute">Where to run.</param>
    /// <exception cref="ArgumentException">The image is smaller than a window.</exception>
    public AveragePool2d(ImageShape input, Compute compute)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(compute);
        if (input.Height < 2 || input.Width < 2)
            throw new ArgumentException(
                $"images of {input.Height}x{input.Width}; expected at least 2x2, the size of a window", nameof(input));
        _channels = input.Channels;
        _pool = new AveragePool<T>(input.Height, input.Width, isGlobal: false, compute);
        Output = new ImageShape(input.Channels, input.Height / 2, input.Width / 2);
        Signature = new LayerSignature(input.Size, Output.Size)
        {
            Name = "average-pool 2x2",
            OutputImage = Output,
            Role = LayerRole.Homogeneous,
            BlockCount = input.Channels,
        };
    }

    /// <summary>Shape of what the layer gives for a sample.</summary>
    public ImageShape Output { get; }

    /// <inheritdoc/>
    public LayerSignature Signature { get; }

    /// <inheritdoc/>
    public void Initialize(Span<T> parameters, Span<T> statistics, Rng rng)
    {
    }

    /// <inheritdoc/>
    public void Forward(LayerPass<T> pass, Span<T> output) => _pool.Forward(pass.Input, output, pass.Count * _channels);

    /// <inheritdoc/>
    public void Backward(LayerPass<T> pass, ReadOnlySpan<T> output, ReadOnlySpan<T> dOutput, Span<T> dParameters, Span<T> dInput)
    {
        if (!dInput.IsEmpty)
            _pool.Backward(dOutput, dInput, pass.Count * _channels);
    }

    /// <inheritdoc/>
    public bool SupportsTangents => true;

    /// <inheritdoc/>
    public void ForwardTangent(LayerPass<T> pass, LayerTangent<T> tangent, ReadOnlySpan<T> output, Span<T> outputTangent) =>
        _pool.Forward(tangent.Input, outputTangent, pass.Count * _channels); // linear: the tangents go the values' way

    /// <inheritdoc/>
    public void BackwardTangent(
        LayerPass<T> pass, LayerTangent<T> tangent, ReadOnlySpan<T> output, ReadOnlySpan<T> dOutput, ReadOnlySpan<T> dOutputTangent,
        Span<T> dParametersTangent, Span<T> dInputTangent) => Backward(pass, output, dOutputTangent, dParametersTangent, dInputTangent);
}
