using L2O.Numerics;
using L2O.Optimizees;
using L2O.Optimizees.Layers;
using L2O.Optimizees.Symmetry;

namespace L2O.Cli.Describing;

/// <summary>A network as texts to show.</summary>
internal sealed class NetworkDescription
{
    /// <param name="name">The network's name.</param>
    /// <param name="network">The network.</param>
    public NetworkDescription(string name, Network<float> network)
    {
        (Name, Parameters) = (name, network.Layout.Count);
        Input = Sample(ImageShape.OfFeatures(network.InputSize));
        Layers =
        [
            .. network.Layers.Select((layer, number) => new Layer(
                number,
                layer.Name,
                layer.OutputImage is { } image ? Sample(image) : $"{layer.OutputSize}",
                layer.Parameters.Sum(parameter => (long)network.Layout[parameter.Name].Count),
                [.. layer.Parameters.Select(parameter => Describe(network.Layout[parameter.Name]))])),
        ];
        Symmetries = [.. network.Symmetries.All.Select(Describe)];
    }

    /// <summary>A network that is too large to be built: sizes and places alone.</summary>
    /// <param name="name">The network's name.</param>
    /// <param name="inputSize">Features of a sample.</param>
    /// <param name="signatures">Its layers.</param>
    public NetworkDescription(string name, int inputSize, IReadOnlyList<LayerSignature> signatures)
    {
        Name = name;
        Input = Sample(ImageShape.OfFeatures(inputSize));
        var places = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach ((string tensor, int[] shape) in signatures.OrderBy(static layer => layer.Role == LayerRole.Normalization)
            .SelectMany(static layer => layer.Parameters))
        {
            places.Add(tensor, Parameters);
            Parameters += Count(shape);
        }
        Layers = [.. signatures.Select((layer, number) => new Layer(number, layer.Name,
            layer.OutputImage is { } image ? Sample(image) : $"{layer.OutputSize}",
            layer.Parameters.Sum(static parameter => Count(parameter.Shape)),
            [.. layer.Parameters.Select(parameter => new Tensor(parameter.Name, string.Join('x', parameter.Shape),
                $"{places[parameter.Name]}..{places[parameter.Name] + Count(parameter.Shape) - 1}"))]))];
        Symmetries = [];
    }

    /// <summary>Number of parameters.</summary>
    public long Parameters { get; }

    public string Name { get; }

    /// <summary>Shape of a sample.</summary>
    public string Input { get; }

    public IReadOnlyList<Layer> Layers { get; }

    public IReadOnlyList<string> Symmetries { get; }

    private static long Count(int[] shape) => shape.Aggregate(1L, static (product, size) => checked(product * size));

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
    public sealed record Layer(int Number, string Name, string Output, long Parameters, IReadOnlyList<Tensor> Tensors);

    /// <summary>One tensor of a layer.</summary>
    public sealed record Tensor(string Name, string Shape, string Place);
}
