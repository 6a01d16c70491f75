using System.Collections.Immutable;
using System.Numerics;
using L2O.Data;
using L2O.Numerics;
using L2O.Optimizees.Activations;
using L2O.Optimizees.Layers;
using L2O.Optimizees.Losses;

namespace L2O.Optimizees;

/// <summary>
/// Networks by name: a name of the <see cref="MlpPattern"/>, e.g. <c>mlp-sigmoid-20</c> or <c>mlp-leaky-relu-128-64-batchnorm</c>, one of
/// the
/// <see cref="ImageNetworkNames"/>, or a list of layers, e.g. <c>conv-16-3x3+relu+maxpool+affine-10</c>. With <c>-normal</c> at its end any
/// of them starts with weights from N(0, 0.01²) and zero biases, with <c>-truncated</c> with weights of deviation 1/√fan-in, cut at two.
/// </summary>
public static class OptimizeeCatalog
{
    /// <summary>What a valid name looks like.</summary>
    public const string Pattern = MlpPattern + ", " + ConvMnist + ", " + LeNet + ", " + ConvCifar
        + ", or layers such as affine-20+relu+affine-10";

    /// <summary>What the name of a network of affine layers looks like.</summary>
    public const string MlpPattern = "[cifar-]mlp-ACTIVATION-SIZE[-SIZE...][-batchnorm|-batchnorm-batchstats|-layernorm-fade-T]";

    private const string ConvMnist = "conv-mnist";
    private const string LeNet = "lenet";
    private const string ConvCifar = "conv-cifar";
    private const string NormalSuffix = "-normal";
    private const string TruncatedSuffix = "-truncated";
    private const string MaximalUpdateSuffix = "-mup";

    private static readonly ImmutableArray<(string, WeightInitialization)> s_suffixes =
        [(NormalSuffix, WeightInitialization.Normal), (TruncatedSuffix, WeightInitialization.Truncated)];

    /// <summary>All that there is to say about names, a line each, for help texts.</summary>
    public static ImmutableArray<string> Guide { get; } =
    [
        MlpPattern,
        $"  ACTIVATION: {string.Join(", ", HiddenActivation.All.Select(static activation => activation.Name))}",
        $"{ConvMnist}, {LeNet} (gray images of 28x28), {ConvCifar} (color images of 32x32)",
        "layers joined by '+', e.g. conv-16-3x3+relu+maxpool+affine-10; the last one affine, as wide as there are classes or target " +
            "values:",
        .. LayerList.Forms.Select(static form => $"  {form}"),
        $"any of them with {NormalSuffix} at its end: weights start from N(0, 0.01), biases from 0",
        $"any of them with {TruncatedSuffix} at its end: from N(0, 1/fan-in) cut at two deviations, biases from 0",
        $"mlp-... with {MaximalUpdateSuffix} at its end: starts, outputs and learned updates scaled by width (maximal update)",
    ];

    /// <summary>The networks of the study, for help texts: any other name of the <see cref="Pattern"/> works too.</summary>
    public static ImmutableArray<string> WellKnownNames { get; } =
    [
        "mlp-sigmoid-20", "mlp-relu-20", "mlp-leaky-relu-20", "mlp-softplus-20", "mlp-tanh-20",
        "mlp-sigmoid-20-20", "mlp-sigmoid-40", "mlp-sigmoid-80-80", "mlp-sigmoid-100-100",
        "mlp-relu-100-100", "mlp-relu-128", "mlp-relu-128-128",
        "mlp-relu-20-batchnorm", "mlp-sigmoid-20-batchnorm", "mlp-relu-20-batchnorm-batchstats", "mlp-relu-20-layernorm-fade-100",
        "mlp-mixed-feature-20", "mlp-mixed-batch-20", ConvMnist, LeNet, "cifar-mlp-sigmoid-40-40", ConvCifar,
    ];

    /// <summary>The networks for images of one size: gray of 28x28, <c>conv-cifar</c> color of 32x32.</summary>
    public static ImmutableArray<string> ImageNetworkNames { get; } = [ConvMnist, LeNet, ConvCifar];

    /// <summary>Builds the network of that name with a softmax cross-entropy loss.</summary>
    /// <param name="name">As the <see cref="Pattern"/> says.</param>
    /// <param name="inputSize">Features of one input, positive; convolutions of a list take them for an image, see
    /// <see cref="ImageShape.OfFeatures"/>.</param>
    /// <param name="classCount">Number of classes, 1 to 256.</param>
    /// <param name="compute">Where the network runs.</param>
    /// <exception cref="ArgumentException">The name does not follow the pattern; the message says why and names the nearest well-known
    /// name. Or the network takes images of another size, or its layers do not fit.</exception>
    public static Network<T> Create<T>(string name, int inputSize, int classCount, Compute compute)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Create<T>(name, inputSize, classCount, LossKind.Softmax, compute);

    /// <summary>Builds the network of that name.</summary>
    /// <param name="name">As the <see cref="Pattern"/> says.</param>
    /// <param name="inputSize">Features of one input, positive; convolutions of a list take them for an image, see
    /// <see cref="ImageShape.OfFeatures"/>.</param>
    /// <param name="outputSize">Outputs: one for each class (1 to 256 behind a softmax) or target value.</param>
    /// <param name="loss">What compares the outputs with the targets.</param>
    /// <param name="compute">Where the network runs.</param>
    /// <exception cref="ArgumentException">The name does not follow the pattern; the message says why and names the nearest well-known
    /// name. Or the network takes images of another size, or its layers do not fit.</exception>
    public static Network<T> Create<T>(string name, int inputSize, int outputSize, LossKind loss, Compute compute)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ILoss<T> lossFunction = LossCatalog.Create<T>(loss, outputSize, compute);
        WeightInitialization initialization = TakeInitialization(ref name);
        return name switch
        {
            ConvMnist => ConvolutionalNetworks.ConvMnist<T>(inputSize, outputSize, initialization, lossFunction, compute),
            LeNet => ConvolutionalNetworks.LeNet<T>(inputSize, outputSize, initialization, lossFunction, compute),
            ConvCifar => ConvolutionalNetworks.ConvCifar<T>(inputSize, outputSize, initialization, lossFunction, compute),
            _ when LayerList.IsMeant(name) => LayerList.Create<T>(name, inputSize, outputSize, initialization, lossFunction, compute),
            _ => MlpName.Parse(name).Create<T>(inputSize, outputSize, initialization, lossFunction, compute),
        };
    }

    /// <summary>Builds the network of that name for a dataset: as many inputs and outputs as its samples and targets have.</summary>
    /// <param name="name">As the <see cref="Pattern"/> says.</param>
    /// <param name="data">Gives the sizes.</param>
    /// <param name="loss">What compares the outputs with the targets; see <see cref="LossCatalog.Choose"/>.</param>
    /// <param name="compute">Where the network runs.</param>
    /// <exception cref="ArgumentException">As above.</exception>
    public static Network<T> Create<T>(string name, IDataset data, LossKind loss, Compute compute)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(data);
        return Create<T>(name, data.InputSize, data.TargetSize, loss, compute);
    }

    /// <summary>
    /// What the layers of a network of that name are like, also of one that is too large to be built; see <see cref="Create{T}(string, int,
    /// int, Compute)"/>. Null for a network whose size is fixed.
    /// </summary>
    internal static ImmutableArray<LayerSignature>? Signatures(string name, int inputSize, int outputSize, Compute compute)
    {
        WeightInitialization initialization = TakeInitialization(ref name);
        if (ImageNetworkNames.Contains(name))
            return null;
        IReadOnlyList<ILayer<float>> layers = LayerList.IsMeant(name)
            ? LayerList.Layers<float>(name, inputSize, outputSize, initialization, compute)
            : MlpName.Parse(name).Layers<float>(inputSize, outputSize, initialization, compute);
        return [.. layers.Select(static layer => layer.Signature)];
    }

    /// <summary>Checks a name without building anything.</summary>
    /// <param name="name">As the <see cref="Pattern"/> says.</param>
    /// <exception cref="ArgumentException">The name does not follow the pattern; the message says why and names the nearest well-known
    /// name.</exception>
    public static void Check(string name)
    {
        TakeInitialization(ref name);
        if (LayerList.IsMeant(name))
            LayerList.Check(name);
        else if (!ImageNetworkNames.Contains(name))
            MlpName.Parse(name);
    }

    /// <summary>The message on a name that is none.</summary>
    internal static ArgumentException Invalid(string name, string reason)
    {
        string nearest = NearestName.Find(name, WellKnownNames) is { } near ? $"; did you mean '{near}'?" : "";
        return new ArgumentException($"unknown optimizee '{name}': {reason}; expected {Pattern}{nearest}");
    }

    private static WeightInitialization TakeInitialization(ref string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.EndsWith(MaximalUpdateSuffix, StringComparison.Ordinal))
        {
            string rest = name[..^MaximalUpdateSuffix.Length];
            if (LayerList.IsMeant(rest) || ImageNetworkNames.Contains(rest))
                throw Invalid(name, $"'{MaximalUpdateSuffix}' is for networks of affine layers by name, mlp-ACTIVATION-SIZE");
            name = rest;
            return WeightInitialization.MaximalUpdate;
        }
        foreach ((string suffix, WeightInitialization initialization) in s_suffixes)
            if (name.EndsWith(suffix, StringComparison.Ordinal))
            {
                name = name[..^suffix.Length];
                return initialization;
            }
        return WeightInitialization.FanIn;
    }
}
