using System.Collections.Immutable;
using System.Numerics;
using L2O.Numerics;
using L2O.Optimizees.Layers;

namespace L2O.Optimizees.Symmetry;

/// <summary>
/// Follows a factor on the weight and bias of a layer through the homogeneous layers behind it, and keeps how far its units stay apart:
/// every layer on the way splits the features into equal blocks in the same order, so the largest number of units that no layer mixes is
/// the greatest common divisor of the numbers of blocks.
/// </summary>
/// <param name="Front">Weight and bias.</param>
/// <param name="BlockCount">Units so far.</param>
/// <param name="Masks">Which features kept the factor, of each layer that did not keep it for all.</param>
internal sealed record SymmetrySearch(ImmutableArray<ParameterSlot> Front, int BlockCount, ImmutableArray<ImmutableArray<bool>> Masks)
{
    /// <summary>Begins at a layer: a unit for each row of its tensors.</summary>
    public static SymmetrySearch From(ImmutableArray<ParameterSlot> front) =>
        new(front, front.Aggregate(0, static (units, slot) => Divisor(units, slot.Shape[0])), []);

    /// <summary>Goes through a homogeneous layer.</summary>
    public SymmetrySearch Through(LayerSignature layer) => this with
    {
        BlockCount = Divisor(BlockCount, layer.BlockCount),
        Masks = layer.HomogeneousFeatures.IsEmpty ? Masks : Masks.Add(layer.HomogeneousFeatures),
    };

    /// <summary>Ends in front of a linear layer, whose weight takes the factor out again; null if no unit has come through.</summary>
    public NetworkSymmetry? Rescale(ParameterSlot behind) => End(SymmetryKind.Rescale, behind, behind.Shape[1]);

    /// <summary>
    /// Ends in front of a normalization, which takes the factor of each of its blocks out by itself; null if no unit came through.
    /// </summary>
    public NetworkSymmetry? Scale(LayerSignature normalization) =>
        End(SymmetryKind.Scale, null, Divisor(normalization.BlockCount, normalization.Parameters[0].Shape[0]));

    private static int Divisor(int a, int b) => (int)BigInteger.GreatestCommonDivisor(a, b);

    private NetworkSymmetry? End(SymmetryKind kind, ParameterSlot? behind, int blocks)
    {
        int count = Divisor(BlockCount, blocks);
        ImmutableArray<int> units = [.. Enumerable.Range(0, count).Where(unit => Masks.All(mask => IsWithin(mask, unit, count)))];
        return units.IsEmpty ? null : new NetworkSymmetry(kind, Front, behind, count, units);
    }

    private static bool IsWithin(ImmutableArray<bool> mask, int unit, int count)
    {
        int features = mask.Length / count;
        return mask.AsSpan(unit * features, features).IndexOf(false) < 0;
    }
}
