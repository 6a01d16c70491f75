using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using L2O.Optimizees.Activations;
using L2O.Optimizees.Layers;
using L2O.Optimizees.Losses;

namespace L2O.Optimizees;

/// <summary>A network of affine layers, as its name describes it; the tensors are named as in the study's files.</summary>
/// <param name="Name">The whole name.</param>
/// <param name="Activation">Of all hidden layers.</param>
/// <param name="HiddenSizes">Units of the hidden layers, at least one.</param>
/// <param name="BatchNorm">What batch norms in front of the activations evaluate with; null without them.</param>
/// <param name="FadeDuration">Training passes over which layer normalizations in front of the activations fade out; null without
/// them.</param>
/// <param name="IsForCifar">Whether only color images of 32x32 are accepted.</param>
internal sealed record MlpName(
    string Name, HiddenActivation Activation, ImmutableArray<int> HiddenSizes, BatchNormStatistics? BatchNorm,
        int? FadeDuration, bool IsForCifar)
{
    private const string CifarPrefix = "cifar-";
    private const string Prefix = "mlp-";
    private const string FadeSuffix = "-layernorm-fade-";
    private const int CifarSize = 3 * 32 * 32;

    /// <summary>Reads a name.</summary>
    /// <exception cref="ArgumentException">It does not follow the pattern.</exception>
    public static MlpName Parse(string name)
    {
        bool cifar = name.StartsWith(CifarPrefix, StringComparison.Ordinal);
        string rest = cifar ? name[CifarPrefix.Length..] : name;
        if (!rest.StartsWith(Prefix, StringComparison.Ordinal))
            throw OptimizeeCatalog.Invalid(name, "it does not begin with 'mlp-'");
        rest = rest[Prefix.Length..];
        HiddenActivation? activation = HiddenActivation.All.FirstOrDefault(a => rest == a.Name
            || rest.StartsWith(a.Name + "-", StringComparison.Ordinal));
        if (activation is null)
            throw OptimizeeCatalog.Invalid(name,
                $"'mlp-' is not followed by an activation ({string.Join(", ", HiddenActivation.All.Select(static a => a.Name))})");
        rest = rest[activation.Name.Length..];
        int? fade = null;
        if (rest.IndexOf(FadeSuffix, StringComparison.Ordinal) is var at and >= 0)
        {
            fade = ParseNumber(rest[(at + FadeSuffix.Length)..])
                ?? throw OptimizeeCatalog.Invalid(name,
                $"'{rest[(at + FadeSuffix.Length)..]}' is no number of iterations from 1 to 1000000");
            rest = rest[..at];
        }
        BatchNormStatistics? batchNorm = TakeSuffix(ref rest, "-batchnorm-batchstats") ? BatchNormStatistics.Batch
            : TakeSuffix(ref rest, "-batchnorm") ? BatchNormStatistics.Tracked : null;
        if (batchNorm is not null && fade is not null)
            throw OptimizeeCatalog.Invalid(name, "it has both a batch norm and a layer norm");
        string[] sizes = rest.Split('-', StringSplitOptions.None)[1..];
        if (sizes.Length == 0)
            throw OptimizeeCatalog.Invalid(name, "it has no layer size");
        return new MlpName(name, activation, [.. sizes.Select(size => ParseSize(size, name))], batchNorm, fade, cifar);
    }

    /// <summary>Builds the network.</summary>
    public Network<T> Create<T>(int inputSize, int outputSize, WeightInitialization initialization, ILoss<T> loss, Compute compute)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new(Layers<T>(inputSize, outputSize, initialization, compute), loss);

    /// <summary>Builds its layers.</summary>
    public IReadOnlyList<ILayer<T>> Layers<T>(int inputSize, int outputSize, WeightInitialization initialization, Compute compute)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (IsForCifar && inputSize != CifarSize)
            throw new ArgumentException(
                $"optimizee '{Name}' got samples of {inputSize} features; expected {CifarSize}, a color image of 32x32",
                nameof(inputSize));
        var layers = new List<ILayer<T>>();
        int size = inputSize;
        bool isScaled = initialization == WeightInitialization.MaximalUpdate;
        for (int i = 0; i < HiddenSizes.Length; i++)
        {
            layers.Add(new Affine<T>($"layers.mat_{i}", size, HiddenSizes[i], compute, initialization,
                isScaled && i > 0 ? 1.0 / size : 1));
            size = HiddenSizes[i];
            if (BatchNorm is { } statistics)
                layers.Add(new BatchNorm<T>(i == 0 ? "batch_norm" : $"batch_norm_{i}", size, statistics));
            if (FadeDuration is { } duration)
                layers.Add(new LayerNormFade<T>(i == 0 ? "layer_norm" : $"layer_norm_{i}", size, duration));
            layers.Add(Activation.Layer<T>(size, compute));
        }
        layers.Add(new Affine<T>("layers.final_mat", size, outputSize, compute,
            isScaled ? WeightInitialization.MaximalUpdateHead : initialization));
        if (isScaled)
            layers.Add(new OutputScale<T>(outputSize, 1.0 / size));
        return layers;
    }

    private static bool TakeSuffix(ref string text, string suffix)
    {
        if (!text.EndsWith(suffix, StringComparison.Ordinal))
            return false;
        text = text[..^suffix.Length];
        return true;
    }

    private static int ParseSize(string text, string name) => ParseNumber(text)
        ?? throw OptimizeeCatalog.Invalid(name,
            $"'{text}' is neither a layer size from 1 to 1000000 nor 'batchnorm', 'batchnorm-batchstats' or 'layernorm-fade-T' at the end");

    private static int? ParseNumber(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is > 0
            and <= 1_000_000 ? number : null;
}
