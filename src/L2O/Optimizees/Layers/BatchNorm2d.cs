using System.Numerics;
using L2O.Numerics;

namespace L2O.Optimizees.Layers;

/// <summary>
/// Batch normalization of images: every channel is shifted and scaled to mean 0 and variance 1 over the batch and all pixels, then
/// multiplied and shifted by a weight and a bias of its own (Ioffe and Szegedy, 2015, section 3.2). Otherwise as
/// <see cref="BatchNorm{T}"/>.
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class BatchNorm2d<T> : ILayer<T>, ISampleGradientLayer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly BatchNorm<T> _norm; // of (sample and pixel, channel)
    private readonly int _channels;
    private readonly int _pixels;
    private AlignedBuffer<T> _input = new(0);
    private AlignedBuffer<T> _output = new(0);
    private AlignedBuffer<T> _dOutput = new(0);
    private AlignedBuffer<T> _dInput = new(0);

    /// <summary>
    /// A layer with the tensors <c>name.weight</c> and <c>name.bias</c> (channels) and, if tracked, the statistics <c>name.running_mean</c>
    /// and <c>name.running_var</c>.
    /// </summary>
    /// <param name="name">Prefix of the tensors' names, e.g. <c>batch_norm</c>.</param>
    /// <param name="image">Shape of a sample.</param>
    /// <param name="statistics">What evaluation normalizes with.</param>
    public BatchNorm2d(string name, ImageShape image, BatchNormStatistics statistics)
    {
        ArgumentNullException.ThrowIfNull(image);
        (_channels, _pixels) = (image.Channels, image.Height * image.Width);
        _norm = new BatchNorm<T>(name, image.Channels, statistics);
        Signature = new LayerSignature(image.Size, image.Size)
        {
            Parameters = _norm.Signature.Parameters,
            Statistics = _norm.Signature.Statistics,
            Name = "batch norm of channels",
            OutputImage = image,
            Role = LayerRole.Normalization,
            LeastSamples = _pixels == 1 ? _norm.Signature.LeastSamples : 1, // the pixels of one image have a variance too
            SamplesAreIndependent = _norm.Signature.SamplesAreIndependent,
        };
    }

    /// <inheritdoc/>
    public LayerSignature Signature { get; }

    /// <inheritdoc/>
    public void Initialize(Span<T> parameters, Span<T> statistics, Rng rng) => _norm.Initialize(parameters, statistics, rng);

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Training on a single value a channel, whose variance is undefined.</exception>
    public void Forward(LayerPass<T> pass, Span<T> output)
    {
        Reserve(output.Length);
        Span<T> result = _output.Span[..output.Length];
        _norm.Forward(ChannelsLast(pass), result);
        Transpose(result, output, pass.Count, _pixels, _channels);
    }

    /// <inheritdoc/>
    public void Backward(LayerPass<T> pass, ReadOnlySpan<T> output, ReadOnlySpan<T> dOutput, Span<T> dParameters, Span<T> dInput)
    {
        Span<T> given = _dOutput.Span[..dOutput.Length], result = _dInput.Span[..dInput.Length];
        Transpose(dOutput, given, pass.Count, _channels, _pixels);
        _norm.Backward(ChannelsLast(pass), _output.Span[..output.Length], given, dParameters, result);
        Transpose(result, dInput, dInput.IsEmpty ? 0 : pass.Count, _pixels, _channels);
    }

    /// <inheritdoc/>
    public void SampleGradient(LayerPass<T> pass, ReadOnlySpan<T> dOutput, int sample, Span<T> dParameters)
    {
        int size = _channels * _pixels;
        Span<T> given = _dOutput.Span[..size];
        Transpose(dOutput.Slice(sample * size, size), given, 1, _channels, _pixels);
        _norm.SumGradient(given, sample * _pixels, _pixels, dParameters);
    }

    /// <summary>The pass with every pixel as a sample and every channel as a feature.</summary>
    private LayerPass<T> ChannelsLast(LayerPass<T> pass)
    {
        Span<T> input = _input.Span[..pass.Input.Length];
        Transpose(pass.Input, input, pass.Count, _channels, _pixels);
        return pass with { Input = input, Count = pass.Count * _pixels };
    }

    /// <summary>(sample, row, column) to (sample, column, row).</summary>
    private static void Transpose(ReadOnlySpan<T> from, Span<T> to, int count, int rows, int columns)
    {
        for (int sample = 0; sample < count; sample++)
        {
            ReadOnlySpan<T> source = from.Slice(sample * rows * columns, rows * columns);
            Span<T> target = to.Slice(sample * rows * columns, rows * columns);
            for (int row = 0; row < rows; row++)
                for (int column = 0; column < columns; column++)
                    target[column * rows + row] = source[row * columns + column];
        }
    }

    private void Reserve(int length)
    {
        if (length > _input.Length)
            (_input, _output, _dOutput, _dInput) = (new(length), new(length), new(length), new(length));
    }
}
