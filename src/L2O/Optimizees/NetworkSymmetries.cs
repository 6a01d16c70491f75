using System.Collections.Immutable;
using L2O.Numerics;

namespace L2O.Optimizees;

/// <summary>The symmetries of a network of any depth, found from its layers' roles.</summary>
public sealed class NetworkSymmetries
{
    private NetworkSymmetries(ImmutableArray<NetworkSymmetry> all, ImmutableArray<NetworkSymmetry> stages) => (All, Stages) = (all, stages);

    /// <summary>Those that the loss really has, from the input to the output.</summary>
    public ImmutableArray<NetworkSymmetry> All { get; }

    /// <summary>
    /// Every pair of neighbouring linear maps as a rescale symmetry, whatever lies between them: the study charges for that deviation in
    /// networks of any activation when it regularises against all symmetries at once (spec section 5).
    /// </summary>
    public ImmutableArray<NetworkSymmetry> Stages { get; }

    /// <summary>Those of one kind.</summary>
    public IEnumerable<NetworkSymmetry> Of(SymmetryKind kind) => All.Where(symmetry => symmetry.Kind == kind);

    /// <summary>Finds them.</summary>
    /// <param name="layers">From the input to the softmax.</param>
    /// <param name="layout">Where their parameters lie.</param>
    internal static NetworkSymmetries Find(IReadOnlyList<LayerSignature> layers, ParameterLayout layout)
    {
        var all = ImmutableArray.CreateBuilder<NetworkSymmetry>();
        var stages = ImmutableArray.CreateBuilder<NetworkSymmetry>();
        int[] linear = [.. Enumerable.Range(0, layers.Count).Where(i => layers[i].Role == LayerRole.Linear)];
        for (int i = 0; i < linear.Length; i++)
        {
            int at = linear[i], end = i + 1 < linear.Length ? linear[i + 1] : layers.Count;
            ImmutableArray<ParameterSlot> own = Slots(layers[at], layout);
            bool normalized = at + 1 < end && layers[at + 1].Role == LayerRole.Normalization;
            if (normalized)
                all.Add(new NetworkSymmetry(SymmetryKind.Scale, own));
            if (end == layers.Count)
                continue;
            ParameterSlot behind = Slots(layers[end], layout)[0];
            stages.Add(new NetworkSymmetry(SymmetryKind.Rescale, own, behind));
            // Behind a normalisation it is the normalisation's own weight and bias that scale the hidden units.
            int units = normalized ? at + 2 : at + 1;
            if (Enumerable.Range(units, end - units).All(layer => layers[layer].Role == LayerRole.Homogeneous))
                all.Add(new NetworkSymmetry(SymmetryKind.Rescale, normalized ? Slots(layers[at + 1], layout) : own, behind));
        }
        if (layers[^1].Role == LayerRole.Linear)
            all.Add(new NetworkSymmetry(SymmetryKind.Translation, Slots(layers[^1], layout)));
        return new NetworkSymmetries(all.ToImmutable(), stages.ToImmutable());
    }

    private static ImmutableArray<ParameterSlot> Slots(LayerSignature layer, ParameterLayout layout) =>
        [.. layer.Parameters.Select(parameter => layout[parameter.Name])];
}
