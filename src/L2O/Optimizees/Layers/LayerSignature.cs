using System.Collections.Immutable;
using L2O.Numerics;

namespace L2O.Optimizees.Layers;

/// <summary>What a network must know of a layer to lay out its parameters and its memory.</summary>
/// <param name="InputSize">Features of one input sample.</param>
/// <param name="OutputSize">Features of one output sample.</param>
public sealed record LayerSignature(int InputSize, int OutputSize)
{
    /// <summary>
    /// Names and shapes of the layer's parameters, in the order of its slice of theta; empty for most activations and poolings.
    /// </summary>
    public ImmutableArray<(string Name, int[] Shape)> Parameters { get; init; } = [];

    /// <summary>
    /// Factor of a learned optimizer's updates of the first parameter, above 0; see <see cref="ParameterSlot.UpdateScale"/>.
    /// </summary>
    public double UpdateScale { get; init; } = 1;

    /// <summary>Names and shapes of what training changes besides the parameters, e.g. running statistics.</summary>
    public ImmutableArray<(string Name, int[] Shape)> Statistics { get; init; } = [];

    /// <summary>What a reader calls it, e.g. <c>conv 3x3</c>.</summary>
    public string Name { get; init; } = "layer";

    /// <summary>Shape of an output sample if it is an image; null otherwise.</summary>
    public ImageShape? OutputImage { get; init; }

    /// <summary>What the layer means for the network's symmetries.</summary>
    public LayerRole Role { get; init; }

    /// <summary>
    /// Blocks of equally many neighboring features that the layer treats apart: an output block depends on the input block in its place
    /// alone. Single features for an activation, channels for a pooling; 1 (all features together) where the size changes and nothing else
    /// is said.
    /// </summary>
    public int BlockCount { get; init; } = InputSize == OutputSize ? OutputSize : 1;

    /// <summary>
    /// Of a layer in the role <see cref="LayerRole.Homogeneous"/>: which of its input features it treats so; empty for all.
    /// </summary>
    public ImmutableArray<bool> HomogeneousFeatures { get; init; } = [];

    /// <summary>
    /// Of a block y = x + F(x): the layers of F in order, whose parameters and statistics are the block's. Empty for any other layer.
    /// </summary>
    public ImmutableArray<LayerSignature> ResidualLayers { get; init; } = [];

    /// <summary>The layer itself, or the layers of a block without those that are blocks themselves.</summary>
    public IEnumerable<LayerSignature> Flatten() =>
        ResidualLayers.IsEmpty ? [this] : ResidualLayers.SelectMany(static layer => layer.Flatten());

    /// <summary>
    /// Whether, in evaluation, a sample's output depends on that sample alone. Large batches are then evaluated in parts.
    /// </summary>
    public bool SamplesAreIndependent { get; init; } = true;

    /// <summary>Samples that a training batch must have at least, 1 or more: 2 where a variance is taken over the batch.</summary>
    public int LeastSamples { get; init; } = 1;
}
