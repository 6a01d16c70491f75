using System.Collections.Immutable;
using L2O.Optimizees.Layers;

namespace L2O.Runs.Networks;

/// <summary>One layer of a trained network, for readers of its weights.</summary>
/// <param name="Kind">What it is, e.g. <c>affine</c>, <c>relu</c> or <c>conv 3x3</c>.</param>
/// <param name="Inputs">Features of a sample that goes in.</param>
/// <param name="Outputs">Features of a sample that comes out.</param>
/// <param name="Image">(channels, height, width) of what comes out where that is an image.</param>
/// <param name="Tensors">Names of its tensors.</param>
/// <param name="Around">The layers that it leads around, adding its input to what they give; null for any other layer.</param>
internal sealed record NetworkLayer(
    string Kind, int Inputs, int Outputs, ImmutableArray<int>? Image = null, ImmutableArray<string>? Tensors = null,
    ImmutableArray<NetworkLayer>? Around = null)
{
    /// <summary>Describes a layer.</summary>
    public static NetworkLayer Of(LayerSignature layer)
    {
        string[] tensors = [.. layer.Parameters.Concat(layer.Statistics).Select(static tensor => tensor.Name)];
        return new NetworkLayer(layer.Name, layer.InputSize, layer.OutputSize,
            layer.OutputImage is { } image ? [image.Channels, image.Height, image.Width] : null,
            tensors.Length == 0 || !layer.ResidualLayers.IsEmpty ? null : [.. tensors],
            layer.ResidualLayers.IsEmpty ? null : [.. layer.ResidualLayers.Select(Of)]);
    }
}
