using L2O.Numerics;
using L2O.Optimizees;
using L2O.Optimizees.Symmetry;

namespace L2O.Cli.Describing;

/// <summary>A network as texts to show.</summary>
internal sealed class NetworkDescription
{
    /// <param name="name">The network's name.</param>
    /// <param name="network">The network.</param>
    public NetworkDescription(string name, Network<float> network)
    {
        Name = name;
        Input = Sample(ImageShape.OfFeatures(network.InputSize));
        Layers =
        [
            .. network.Layers.Select((layer, number) => new Layer(
                number,
                layer.Name,
                layer.OutputImage is { } image ? Sample(image) : $"{layer.OutputSize}",
                layer.Parameters.Sum(parameter => network.Layout[parameter.Name].Count),
                [.. layer.Parameters.Select(parameter => Describe(network.Layout[parameter.Name]))])),
        ];
        Symmetries = [.. network.Symmetries.All.Select(Describe)];
    }

    public string Name { get; }

    /// <summary>Shape of a sample.</summary>
    public string Input { get; }

    public IReadOnlyList<Layer> Layers { get; }

    public IReadOnlyList<string> Symmetries { get; }

    private static string Sample(ImageShape image) => image.Height * image.Width == 1 || image.Height == 1
        ? $"{image.Size}" : $"{image.Channels}x{image.Height}x{image.Width}";

    private static Tensor Describe(ParameterSlot slot) =>
        new(slot.Name, string.Join('x', slot.Shape), $"{slot.Offset}..{slot.Offset + slot.Count - 1}");

    private static string Describe(NetworkSymmetry symmetry)
    {
        string front = string.Join(", ", symmetry.Front.Select(static slot => slot.Name));
        string some = symmetry.IsWhole ? "" : $" ({symmetry.Units.Length} of {symmetry.BlockCount} units)";
        return symmetry.Kind switch
        {
            SymmetryKind.Rescale => $"rescale: {front} times k, {symmetry.Behind!.Name} over k{some}",
            SymmetryKind.Scale => $"scale: {front} times k{some}",
            _ => $"translation: the same vector added to all rows of {front}",
        };
    }

    /// <summary>One layer.</summary>
    public sealed record Layer(int Number, string Name, string Output, int Parameters, IReadOnlyList<Tensor> Tensors);

    /// <summary>One tensor of a layer.</summary>
    public sealed record Tensor(string Name, string Shape, string Place);
}
