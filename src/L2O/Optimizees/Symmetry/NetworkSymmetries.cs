using System.Collections.Immutable;
using L2O.Numerics;
using L2O.Optimizees.Layers;

namespace L2O.Optimizees.Symmetry;

/// <summary>
/// The symmetries of a network of any depth, found from its layers' roles: those that its training loss has for every theta and every
/// batch, whatever the number of passes already made. A scale symmetry holds up to batch norm's epsilon.
/// </summary>
public sealed class NetworkSymmetries
{
    private NetworkSymmetries(ImmutableArray<NetworkSymmetry> all, ImmutableArray<NetworkSymmetry> stages) => (All, Stages) = (all, stages);

    /// <summary>Those that the loss really has, from the input to the output.</summary>
    public ImmutableArray<NetworkSymmetry> All { get; }

    /// <summary>
    /// Every pair of neighboring linear maps as a rescale symmetry, whatever lies between them: the study charges for that deviation in
    /// networks of any activation when it regularizes against all symmetries at once (docs/mathematics.md section 5).
    /// </summary>
    public ImmutableArray<NetworkSymmetry> Stages { get; }

    /// <summary>Those of one kind.</summary>
    public IEnumerable<NetworkSymmetry> Of(SymmetryKind kind) => All.Where(symmetry => symmetry.Kind == kind);

    /// <summary>Finds them.</summary>
    /// <param name="layers">From the input to the loss.</param>
    /// <param name="layout">Where their parameters lie.</param>
    /// <param name="isShiftInvariant">Whether the loss stays when all outputs of a sample are shifted alike, as behind a softmax.</param>
    internal static NetworkSymmetries Find(IReadOnlyList<LayerSignature> layers, ParameterLayout layout, bool isShiftInvariant)
    {
        var all = ImmutableArray.CreateBuilder<NetworkSymmetry?>();
        var stages = ImmutableArray.CreateBuilder<NetworkSymmetry?>();
        Follow(layers, layout, all, stages);
        if (isShiftInvariant)
            all.Add(Translation(layers[^1].Flatten().Last(), layout)); // a shift of the logits stays one when a block's input is added
        return new NetworkSymmetries([.. all.OfType<NetworkSymmetry>()], [.. stages.OfType<NetworkSymmetry>()]);
    }

    /// <summary>Goes through layers that lie behind one another.</summary>
    private static void Follow(
        IReadOnlyList<LayerSignature> layers, ParameterLayout layout,
        ImmutableArray<NetworkSymmetry?>.Builder all, ImmutableArray<NetworkSymmetry?>.Builder stages)
    {
        SymmetrySearch? factor = null, stage = null; // a factor that has come so far; the last linear map
        foreach (LayerSignature layer in layers)
            switch (layer.Role)
            {
                case LayerRole.Linear:
                    ImmutableArray<ParameterSlot> slots = Slots(layer, layout);
                    stages.Add(stage?.Rescale(slots[0]));
                    all.Add(factor?.Rescale(slots[0]));
                    factor = stage = SymmetrySearch.From(slots);
                    break;
                case LayerRole.Normalization:
                    all.Add(factor?.Scale(layer));
                    // Behind it, it is the normalization's own weight and bias that scale the hidden units.
                    factor = SymmetrySearch.From(Slots(layer, layout));
                    break;
                case LayerRole.Homogeneous:
                    factor = factor?.Through(layer);
                    break;
                default:
                    factor = null;
                    if (layer.ResidualLayers.IsEmpty)
                        break;
                    // A block's input goes two ways, and what comes out has come two ways: a factor may begin and end inside, no more.
                    Follow(layer.ResidualLayers, layout, all, stages);
                    if (layer.Flatten().Any(static inner => inner.Role == LayerRole.Linear))
                        stage = null;
                    break;
            }
    }

    /// <summary>Of a linear layer with one row for each logit: a convolution over more than one place shares its rows among them.</summary>
    private static NetworkSymmetry? Translation(LayerSignature layer, ParameterLayout layout)
    {
        if (layer.Role != LayerRole.Linear || layer.Parameters[0].Shape[0] != layer.OutputSize)
            return null;
        ImmutableArray<ParameterSlot> slots = Slots(layer, layout);
        int units = slots[0].Count / slots[0].Shape[0] + slots.Length - 1;
        return new NetworkSymmetry(SymmetryKind.Translation, slots, null, units, [.. Enumerable.Range(0, units)]);
    }

    private static ImmutableArray<ParameterSlot> Slots(LayerSignature layer, ParameterLayout layout) =>
        [.. layer.Parameters.Select(parameter => layout[parameter.Name])];
}
