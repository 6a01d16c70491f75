using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using L2O.Numerics;
using L2O.Optimizees.Activations;
using L2O.Optimizees.Layers;

namespace L2O.Optimizees;

/// <summary>
/// Networks written out layer by layer: texts joined by '+', e.g. <c>conv-16-3x3+relu+maxpool+affine-10</c>. The last layer is an affine
/// one as wide as the number of classes. Layer i has the tensors <c>layers.i.weight</c> and <c>layers.i.bias</c>.
/// </summary>
internal static class LayerList
{
    private const char Separator = '+';

    private static readonly ImmutableArray<string> s_examples =
    [
        "affine-20", "conv-16-3x3", "maxpool", "relu", "leaky-relu", "sigmoid", "tanh", "softplus",
            "mixed-feature", "mixed-batch", "batchnorm", "batchnorm-batchstats", "layernorm-fade-100",
    ];

    /// <summary>What layers look like, for help texts and messages.</summary>
    public static ImmutableArray<string> Forms { get; } =
        ["affine-SIZE", "conv-CHANNELS-KxK[-pPADDING]", "maxpool", "an ACTIVATION", "batchnorm",
            "batchnorm-batchstats", "layernorm-fade-T"];

    /// <summary>Whether a name is meant as a list: it has a separator, or is a single affine layer.</summary>
    public static bool IsMeant(string name) => name.Contains(Separator, StringComparison.Ordinal)
        || name.StartsWith("affine-", StringComparison.Ordinal);

    /// <summary>Checks the texts without building anything; sizes are checked when the input is known.</summary>
    /// <exception cref="ArgumentException">A text is no layer, or the last one no affine layer.</exception>
    public static void Check(string name)
    {
        string[] texts = Split(name);
        foreach (string text in texts)
            Read(text);
        if (!texts[^1].StartsWith("affine-", StringComparison.Ordinal))
            throw new ArgumentException(
                $"optimizee '{name}' ends in '{texts[^1]}'; expected an affine layer, whose outputs are the classes");
    }

    /// <summary>Builds the network.</summary>
    /// <param name="name">The list.</param>
    /// <param name="inputSize">Features of one input.</param>
    /// <param name="classCount">Number of classes.</param>
    /// <param name="initialization">How affine and convolution layers start.</param>
    /// <param name="compute">Where the network runs.</param>
    /// <exception cref="ArgumentException">A text is no layer, or a layer does not fit what comes before it or the classes.</exception>
    public static Network<T> Create<T>(string name, int inputSize, int classCount, WeightInitialization initialization, Compute compute)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check(name);
        var layers = new List<ILayer<T>>();
        ImageShape image = ImageShape.OfFeatures(inputSize);
        foreach (string text in Split(name))
        {
            ILayer<T> layer;
            try
            {
                layer = Build<T>(Read(text), $"layers.{layers.Count}", image, initialization, compute);
            }
            catch (ArgumentException failure)
            {
                throw new ArgumentException(
                    $"layer {layers.Count} of '{name}', '{text}', gets {image.Channels}x{image.Height}x{image.Width}: {failure.Message}",
                    failure);
            }
            layers.Add(layer);
            if (layer.Signature.OutputSize != image.Size || layer.Signature.OutputImage is not null)
                image = layer.Signature.OutputImage ?? new ImageShape(1, 1, layer.Signature.OutputSize);
        }
        return image.Size == classCount
            ? new Network<T>(layers, compute)
            : throw new ArgumentException($"optimizee '{name}' has {image.Size} outputs; expected {classCount}, the number of classes");
    }

    private static string[] Split(string name) => name.Split(Separator, StringSplitOptions.TrimEntries);

    private static ILayer<T> Build<T>(LayerText text, string name, ImageShape input, WeightInitialization initialization, Compute compute)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => text.Kind switch
        {
            "affine" => new Affine<T>(name, input.Size, text.Size, compute, initialization),
            "conv" => new Conv2d<T>(name, input, text.Size, text.Kernel, compute, text.Padding, initialization),
            "maxpool" => new MaxPool2d<T>(input, compute),
            "batchnorm" => Normalization<T>(name, input, BatchNormStatistics.Tracked),
            "batchnorm-batchstats" => Normalization<T>(name, input, BatchNormStatistics.Batch),
            "layernorm-fade" => new LayerNormFade<T>(name, input.Size, text.Size),
            var activation => HiddenActivation.Find(activation)!.Layer<T>(input.Size, compute),
        };

    private static ILayer<T> Normalization<T>(string name, ImageShape input, BatchNormStatistics statistics)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        input.Height * input.Width > 1 && input.Channels > 1 ? new BatchNorm2d<T>(name, input, statistics)
            : new BatchNorm<T>(name, input.Size, statistics);

    private static LayerText Read(string text)
    {
        if (HiddenActivation.Find(text) is not null || text is "maxpool" or "batchnorm" or "batchnorm-batchstats")
            return new LayerText(text);
        string[] parts = text.Split('-');
        if (parts is ["affine", var size] && Number(size) is { } affine)
            return new LayerText("affine", affine);
        if (parts is ["layernorm", "fade", var duration] && Number(duration) is { } passes)
            return new LayerText("layernorm-fade", passes);
        if (parts is ["conv", var channels, var kernel] && Number(channels) is { } count && Kernel(kernel) is { } side)
            return new LayerText("conv", count, side);
        if (parts is ["conv", var padded, var square, ['p', .. var padding]] && Number(padded) is { } outputs
            && Kernel(square) is { } edge && Number(padding) is { } zeros)
            return new LayerText("conv", outputs, edge, zeros);
        string nearest = NearestName.Find(text, s_examples) is { } near ? $"; did you mean '{near}'?" : "";
        throw new ArgumentException($"unknown layer '{text}'; expected {string.Join(", ", Forms)}{nearest}");
    }

    private static int? Kernel(string text) => text.Split('x') is [var rows, var columns] && rows == columns ? Number(rows) : null;

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is > 0
            and <= 1_000_000 ? number : null;

    /// <summary>One layer's text, read.</summary>
    private sealed record LayerText(string Kind, int Size = 0, int Kernel = 0, int Padding = 0);
}
