using System.Collections.Immutable;
using System.Numerics;
using L2O.Kernels;
using L2O.Numerics;

namespace L2O.Optimizees;

/// <summary>Networks by name. The grammar is <see cref="Pattern"/>, e.g. <c>mlp-sigmoid-20</c>, <c>mlp-leaky-relu-128-64-batchnorm</c> or <c>conv-mnist</c>.</summary>
public static class OptimizeeCatalog
{
    /// <summary>What a valid name looks like.</summary>
    public const string Pattern = MlpPattern + ", " + ConvMnist + " or " + LeNet;

    /// <summary>What the name of a network of affine layers looks like.</summary>
    public const string MlpPattern = "mlp-(sigmoid|tanh|relu|leaky-relu|softplus|mixed-feature|mixed-batch)-SIZE[-SIZE...][-batchnorm|-batchnorm-batchstats]";

    private const string ConvMnist = "conv-mnist";
    private const string LeNet = "lenet";

    private static readonly ImmutableArray<ActivationKind> s_mixture = [ActivationKind.Sigmoid, ActivationKind.Tanh, ActivationKind.Relu];

    private static readonly ImmutableArray<HiddenActivation> s_activations =
    [
        new("sigmoid", [ActivationKind.Sigmoid]),
        new("tanh", [ActivationKind.Tanh]),
        new("relu", [ActivationKind.Relu]),
        new("leaky-relu", [ActivationKind.LeakyRelu]),
        new("softplus", [ActivationKind.Softplus]),
        new("mixed-feature", s_mixture),
        new("mixed-batch", s_mixture, AlongSamples: true),
    ];

    /// <summary>The networks of the study, for help texts: any other name of the <see cref="Pattern"/> works too.</summary>
    public static ImmutableArray<string> WellKnownNames { get; } =
    [
        "mlp-sigmoid-20", "mlp-relu-20", "mlp-leaky-relu-20", "mlp-softplus-20", "mlp-tanh-20",
        "mlp-sigmoid-20-20", "mlp-sigmoid-40", "mlp-sigmoid-80-80", "mlp-sigmoid-100-100",
        "mlp-relu-100-100", "mlp-relu-128", "mlp-relu-128-128",
        "mlp-relu-20-batchnorm", "mlp-sigmoid-20-batchnorm", "mlp-relu-20-batchnorm-batchstats",
        "mlp-mixed-feature-20", "mlp-mixed-batch-20", ConvMnist, LeNet,
    ];

    /// <summary>The networks for grey images of 28x28.</summary>
    public static ImmutableArray<string> ImageNetworkNames { get; } = [ConvMnist, LeNet];

    /// <summary>Builds the network of that name.</summary>
    /// <param name="name">As the <see cref="Pattern"/> says.</param>
    /// <param name="inputSize">Features of one input, positive.</param>
    /// <param name="classCount">Number of classes, 1 to 256.</param>
    /// <param name="compute">Where the network runs.</param>
    /// <exception cref="ArgumentException">The name does not follow the pattern; the message says why and names the nearest well-known name. Or the network takes images of another size.</exception>
    public static Network<T> Create<T>(string name, int inputSize, int classCount, Compute compute) where T : unmanaged, IBinaryFloatingPointIeee754<T> => name switch
    {
        ConvMnist => ConvolutionalNetworks.ConvMnist<T>(inputSize, classCount, compute),
        LeNet => ConvolutionalNetworks.LeNet<T>(inputSize, classCount, compute),
        _ => CreateMlp<T>(Parse(name), inputSize, classCount, compute),
    };

    /// <summary>Checks a name without building anything.</summary>
    /// <param name="name">As the <see cref="Pattern"/> says.</param>
    /// <exception cref="ArgumentException">The name does not follow the pattern; the message says why and names the nearest well-known name.</exception>
    public static void Check(string name)
    {
        if (!ImageNetworkNames.Contains(name))
            Parse(name);
    }

    private static Network<T> CreateMlp<T>(MlpDescription mlp, int inputSize, int classCount, Compute compute) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var layers = new List<ILayer<T>>();
        int size = inputSize;
        for (int i = 0; i < mlp.HiddenSizes.Length; i++)
        {
            layers.Add(new Affine<T>($"layers.mat_{i}", size, mlp.HiddenSizes[i], compute));
            size = mlp.HiddenSizes[i];
            if (mlp.BatchNorm is { } statistics)
                layers.Add(new BatchNorm<T>(i == 0 ? "batch_norm" : $"batch_norm_{i}", size, statistics));
            layers.Add(mlp.Activation.Layer<T>(size, compute));
        }
        layers.Add(new Affine<T>("layers.final_mat", size, classCount, compute));
        return new Network<T>(layers, compute);
    }

    private static MlpDescription Parse(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!name.StartsWith("mlp-", StringComparison.Ordinal))
            throw Invalid(name, "it does not begin with 'mlp-'");
        string rest = name["mlp-".Length..];
        HiddenActivation? activation = s_activations.FirstOrDefault(a => rest == a.Name || rest.StartsWith(a.Name + "-", StringComparison.Ordinal));
        if (activation is null)
            throw Invalid(name, $"'mlp-' is not followed by an activation ({string.Join(", ", s_activations.Select(static a => a.Name))})");
        rest = rest[activation.Name.Length..];
        BatchNormStatistics? batchNorm = TakeSuffix(ref rest, "-batchnorm-batchstats") ? BatchNormStatistics.Batch
            : TakeSuffix(ref rest, "-batchnorm") ? BatchNormStatistics.Tracked : null;
        string[] sizes = rest.Split('-', StringSplitOptions.None)[1..];
        if (sizes.Length == 0)
            throw Invalid(name, "it has no layer size");
        return new MlpDescription(activation, [.. sizes.Select(s => ParseSize(s, name))], batchNorm);
    }

    private static bool TakeSuffix(ref string text, string suffix)
    {
        if (!text.EndsWith(suffix, StringComparison.Ordinal))
            return false;
        text = text[..^suffix.Length];
        return true;
    }

    private static int ParseSize(string text, string name) =>
        int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int size) && size is > 0 and <= 1_000_000
            ? size
            : throw Invalid(name, $"'{text}' is neither a layer size from 1 to 1000000 nor 'batchnorm' or 'batchnorm-batchstats' at the end");

    private static ArgumentException Invalid(string name, string reason)
    {
        string nearest = NearestName.Find(name, WellKnownNames) is { } near ? $"; did you mean '{near}'?" : "";
        return new ArgumentException($"unknown optimizee '{name}': {reason}; expected {Pattern}{nearest}");
    }

    private sealed record HiddenActivation(string Name, ImmutableArray<ActivationKind> Kinds, bool AlongSamples = false)
    {
        public ILayer<T> Layer<T>(int size, Compute compute) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
            Kinds.Length == 1 ? new Activation<T>(Kinds[0], size, compute)
            : AlongSamples ? new SampleMixedActivation<T>(Kinds, size, compute)
            : new FeatureMixedActivation<T>(Kinds, size, compute);
    }

    private sealed record MlpDescription(HiddenActivation Activation, ImmutableArray<int> HiddenSizes, BatchNormStatistics? BatchNorm);
}
