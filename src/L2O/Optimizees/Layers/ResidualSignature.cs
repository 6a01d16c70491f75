using System.Collections.Immutable;
using System.Numerics;

namespace L2O.Optimizees.Layers;

/// <summary>The signature of layers whose input is added to their output.</summary>
internal static class ResidualSignature
{
    /// <summary>Puts it together.</summary>
    /// <param name="layers">The layers' own, at least one.</param>
    /// <exception cref="ArgumentException">There are no layers, or sizes differ.</exception>
    public static LayerSignature Of(ImmutableArray<LayerSignature> layers)
    {
        if (layers.IsEmpty)
            throw new ArgumentException("no layers; expected at least one", nameof(layers));
        for (int i = 1; i < layers.Length; i++)
            if (layers[i].InputSize != layers[i - 1].OutputSize)
                throw new ArgumentException(
                    $"layer {i} of the block takes {layers[i].InputSize} features; layer {i - 1} gives {layers[i - 1].OutputSize}",
                        nameof(layers));
        (int given, int expected) = (layers[^1].OutputSize, layers[0].InputSize);
        if (given != expected)
            throw new ArgumentException(
                $"the layers take {expected} features and give {given}; expected as many, since the input is added", nameof(layers));

        bool isHomogeneous = layers.All(layer => layer.Role == LayerRole.Homogeneous && layer.OutputSize == given);
        return new LayerSignature(given, given)
        {
            Parameters = [.. layers.SelectMany(static layer => layer.Parameters)],
            Statistics = [.. layers.SelectMany(static layer => layer.Statistics)],
            Name = $"residual ({string.Join(", ", layers.Select(static layer => layer.Name))})",
            OutputImage = layers[^1].OutputImage,
            // x + F(x) is homogeneous where F is. Any other layer gives the sum another factor than x has.
            Role = isHomogeneous ? LayerRole.Homogeneous : LayerRole.Other,
            BlockCount = layers.Aggregate(given, static (count, layer) => (int)BigInteger.GreatestCommonDivisor(count, layer.BlockCount)),
            HomogeneousFeatures = isHomogeneous ? Common(layers, given) : [],
            ResidualLayers = layers,
            LeastSamples = layers.Max(static layer => layer.LeastSamples),
            SamplesAreIndependent = layers.All(static layer => layer.SamplesAreIndependent),
        };
    }

    /// <summary>The features that every layer treats as homogeneous; empty for all.</summary>
    private static ImmutableArray<bool> Common(ImmutableArray<LayerSignature> layers, int size)
    {
        ImmutableArray<bool>[] masks = [.. layers.Select(static layer => layer.HomogeneousFeatures).Where(static mask => !mask.IsEmpty)];
        return masks.Length == 0 ? [] : [.. Enumerable.Range(0, size).Select(feature => masks.All(mask => mask[feature]))];
    }
}
