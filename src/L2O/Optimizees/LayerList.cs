using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using L2O.Numerics;
using L2O.Optimizees.Activations;
using L2O.Optimizees.Layers;
using L2O.Optimizees.Losses;

namespace L2O.Optimizees;

/// <summary>
/// Networks written out layer by layer: texts joined by '+', e.g. <c>conv-16-3x3+relu+maxpool+affine-10</c>. The last layer is an affine
/// one as wide as there are classes or target values, perhaps with a sigmoid behind it. Layer i has the tensors
/// <c>layers.i.weight</c> and <c>layers.i.bias</c>, i its place in the list from 0; <c>skip-N</c> has a place too.
/// </summary>
internal static class LayerList
{
    private const char Separator = '+';
    private const string SquashedOutput = "sigmoid"; // may stand behind the last affine layer, for targets from 0 to 1

    private static readonly ImmutableArray<string> s_examples =
    [
        "affine-20", "conv-16-3x3", "conv-16-3x3-s2", "conv-16-3x3-p1", "conv-16-3x3-s2-p1", "maxpool", "avgpool", "avgpool-global",
        .. HiddenActivation.All.Select(static activation => activation.Name),
        "batchnorm", "batchnorm-batchstats", "layernorm", "layernorm-fade-100", "skip-2",
    ];

    /// <summary>What layers look like, for help texts and messages.</summary>
    public static ImmutableArray<string> Forms { get; } =
    [
        "affine-SIZE", "conv-CHANNELS-KxK[-sSTRIDE][-pPADDING]", "maxpool", "avgpool", "avgpool-global", "an ACTIVATION",
        "batchnorm", "batchnorm-batchstats", "layernorm", "layernorm-fade-T", "skip-N (adds the input of the layer N places back)",
    ];

    /// <summary>Whether a name is meant as a list: it has a separator, or is a single affine layer.</summary>
    public static bool IsMeant(string name) => name.Contains(Separator, StringComparison.Ordinal)
        || name.StartsWith("affine-", StringComparison.Ordinal);

    /// <summary>Checks the texts without building anything; sizes are checked when the input is known.</summary>
    /// <exception cref="ArgumentException">A text is no layer, a skip reaches too far or cuts another one's block, or the last layer is not
    /// affine.</exception>
    public static void Check(string name)
    {
        string[] texts = Split(name);
        var starts = new SkipStarts();
        for (int place = 0; place < texts.Length; place++)
            if (Read(texts[place]) is { Kind: "skip" } skip)
                starts.Join(place, skip.Size, name);
            else
                starts.Add(place);
        string last = texts is [.., var before, SquashedOutput] ? before : texts[^1];
        if (!last.StartsWith("affine-", StringComparison.Ordinal))
            throw new ArgumentException(
                $"optimizee '{name}' ends in '{texts[^1]}'; expected an affine layer, whose outputs are the classes or target values");
    }

    /// <summary>Builds the network.</summary>
    /// <param name="name">The list.</param>
    /// <param name="inputSize">Features of one input.</param>
    /// <param name="outputSize">Outputs: one for each class or target value.</param>
    /// <param name="initialization">How affine and convolution layers start.</param>
    /// <param name="loss">What compares the outputs with the targets.</param>
    /// <param name="compute">Where the network runs.</param>
    /// <exception cref="ArgumentException">A text is no layer, or a layer does not fit what comes before it or the classes.</exception>
    public static Network<T> Create<T>(string name, int inputSize, int outputSize,
        WeightInitialization initialization, ILoss<T> loss, Compute compute)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(Layers<T>(name, inputSize, outputSize, initialization, compute), loss);

    /// <summary>Builds its layers.</summary>
    /// <param name="name">The list.</param>
    /// <param name="inputSize">Features of one input.</param>
    /// <param name="outputSize">Outputs: one for each class or target value.</param>
    /// <param name="initialization">How affine and convolution layers start.</param>
    /// <param name="compute">Where the network runs.</param>
    /// <exception cref="ArgumentException">A text is no layer, or a layer does not fit what comes before it or the classes.</exception>
    public static IReadOnlyList<ILayer<T>> Layers<T>(string name, int inputSize, int outputSize, WeightInitialization initialization,
        Compute compute) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check(name);
        var layers = new List<ILayer<T>>();
        var starts = new SkipStarts();
        ImageShape image = ImageShape.OfFeatures(inputSize);
        string[] texts = Split(name);
        for (int place = 0; place < texts.Length; place++)
        {
            LayerText text = Read(texts[place]);
            ILayer<T> layer;
            try
            {
                layer = text.Kind == "skip"
                    ? Skip(layers, starts.Join(place, text.Size, name))
                    : Build<T>(text, $"layers.{place}", image, initialization, compute);
            }
            catch (OverflowException failure)
            {
                throw new ArgumentException($"layer {place} of '{name}', '{texts[place]}', has more values than an array holds; expected "
                    + $"at most {Array.MaxLength}", failure);
            }
            catch (ArgumentException failure)
            {
                string shape = $"{image.Channels}x{image.Height}x{image.Width}";
                throw new ArgumentException($"layer {place} of '{name}', '{texts[place]}', gets {shape}: {failure.Message}", failure);
            }
            layers.Add(layer);
            if (text.Kind != "skip")
                starts.Add(place);
            if (layer.Signature.OutputSize != image.Size || layer.Signature.OutputImage is not null)
                image = layer.Signature.OutputImage ?? new ImageShape(1, 1, layer.Signature.OutputSize);
        }
        return image.Size == outputSize
            ? layers
            : throw new ArgumentException(
                $"optimizee '{name}' has {image.Size} outputs; expected {outputSize}, one for each class or target value");
    }

    private static string[] Split(string name) => name.Split(Separator, StringSplitOptions.TrimEntries);

    /// <summary>Takes the layers from a number on out of the list, as one.</summary>
    private static Residual<T> Skip<T>(List<ILayer<T>> layers, int first) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var block = new Residual<T>(layers[first..]);
        layers.RemoveRange(first, layers.Count - first);
        return block;
    }

    private static ILayer<T> Build<T>(LayerText text, string name, ImageShape input, WeightInitialization initialization, Compute compute)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => text.Kind switch
        {
            "affine" => new Affine<T>(name, input.Size, text.Size, compute, initialization),
            "conv" => new Conv2d<T>(name, input, text.Size, text.Kernel, compute, text.Padding, initialization, text.Stride),
            "maxpool" => new MaxPool2d<T>(input, compute),
            "avgpool" => new AveragePool2d<T>(input, compute),
            "avgpool-global" => new GlobalAveragePool2d<T>(input, compute),
            "layernorm" => new LayerNorm<T>(name, input.Size),
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
        if (HiddenActivation.Find(text) is not null
            || text is "maxpool" or "avgpool" or "avgpool-global" or "batchnorm" or "batchnorm-batchstats" or "layernorm")
            return new LayerText(text);
        string[] parts = text.Split('-');
        if (parts is ["affine", var size] && Number(size) is { } affine)
            return new LayerText("affine", affine);
        if (parts is ["layernorm", "fade", var duration] && Number(duration) is { } passes)
            return new LayerText("layernorm-fade", passes);
        if (parts is ["skip", var back] && Number(back) is { } places)
            return new LayerText("skip", places);
        if (parts is ["conv", var channels, var kernel, ..] && Number(channels) is { } count && Kernel(kernel) is { } side
            && Moves(parts[3..]) is var (stride, padding))
            return new LayerText("conv", count, side, padding, stride);
        string nearest = NearestName.Find(text, s_examples) is { } near ? $"; did you mean '{near}'?" : "";
        throw new ArgumentException($"unknown layer '{text}'; expected {string.Join(", ", Forms)}{nearest}");
    }

    /// <summary>What stands behind a convolution's kernel: stride, padding, both or nothing; null if it is something else.</summary>
    private static (int Stride, int Padding)? Moves(string[] parts) => parts switch
    {
        [] => (1, 0),
        [['s', .. var stride]] when Number(stride) is { } step => (step, 0),
        [['p', .. var padding]] when Number(padding) is { } zeros => (1, zeros),
        [['s', .. var stride], ['p', .. var padding]] when Number(stride) is { } step && Number(padding) is { } zeros => (step, zeros),
        _ => null,
    };

    private static int? Kernel(string text) => text.Split('x') is [var rows, var columns] && rows == columns ? Number(rows) : null;

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is > 0
            and <= 1_000_000 ? number : null;

    /// <summary>One layer's text, read.</summary>
    private sealed record LayerText(string Kind, int Size = 0, int Kernel = 0, int Padding = 0, int Stride = 1);
}
