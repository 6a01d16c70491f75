using System.Collections.Immutable;
using L2O.Numerics;

namespace L2O.Optimizees.Symmetry;

/// <summary>
/// One symmetry of a network: a change of certain tensors, unit by unit, that leaves the loss as it is. A unit is a hidden unit or channel
/// for the rescale and scale symmetries, and one column of the weight, or the whole bias, for the translation symmetry.
/// </summary>
public sealed record NetworkSymmetry
{
    /// <param name="kind">Which.</param>
    /// <param name="front">Weight and bias.</param>
    /// <param name="behind">Weight behind the hidden units of a rescale symmetry.</param>
    /// <param name="blockCount">Into how many blocks of equally many rows the front falls; of a translation symmetry the columns and the
    /// bias.</param>
    /// <param name="units">The blocks that have the symmetry.</param>
    internal NetworkSymmetry(SymmetryKind kind, ImmutableArray<ParameterSlot> front, ParameterSlot? behind,
        int blockCount, ImmutableArray<int> units)
    {
        (Kind, Front, Behind, BlockCount, Units) = (kind, front, behind, blockCount, units);
        string tensor = front[0].Name;
        Name = $"{kind.ToString().ToLowerInvariant()} {(tensor.LastIndexOf('.') is > 0 and var dot ? tensor[..dot] : tensor)}";
    }

    /// <summary>Which kind.</summary>
    public SymmetryKind Kind { get; }

    /// <summary>For tables: the kind and the layer in front, e.g. <c>rescale layers.mat_0</c>. Unique in a network.</summary>
    public string Name { get; }

    /// <summary>
    /// Weight and bias that the symmetry multiplies or shifts: in front of the hidden units, the normalization or the softmax.
    /// </summary>
    public ImmutableArray<ParameterSlot> Front { get; }

    /// <summary>Weight behind the hidden units of a rescale symmetry; null for the other kinds.</summary>
    public ParameterSlot? Behind { get; }

    /// <summary>
    /// Number of units, with and without the symmetry. Unit i has the i-th of as many equal blocks of the front's rows, and the i-th block
    /// of the columns behind, which behind a convolution are h·w columns for each channel. Of a translation symmetry: the columns, then the
    /// bias as the last one.
    /// </summary>
    public int BlockCount { get; }

    /// <summary>
    /// The units that have the symmetry, from 0, ascending: all of them, unless the activation is homogeneous for some features alone.
    /// </summary>
    public ImmutableArray<int> Units { get; }

    /// <summary>Whether all units have it.</summary>
    public bool IsWhole => Units.Length == BlockCount;

    /// <summary>The coordinates that belong to one unit, in the order of the tensors.</summary>
    /// <param name="unit">Of the <see cref="BlockCount"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such unit.</exception>
    internal IEnumerable<SymmetryPiece> Pieces(int unit)
    {
        if (unit < 0 || unit >= BlockCount)
            throw new ArgumentOutOfRangeException(nameof(unit), unit, $"expected 0 to {BlockCount - 1}, the units of '{Name}'");
        return Kind == SymmetryKind.Translation ? ColumnPieces(unit) : FactorPieces(unit);
    }

    private IEnumerable<SymmetryPiece> ColumnPieces(int unit)
    {
        ParameterSlot weight = Front[0];
        int columns = weight.Count / weight.Shape[0];
        if (unit < columns)
            for (int row = 0; row < weight.Shape[0]; row++)
                yield return new SymmetryPiece(weight.Offset + row * columns + unit, 1, 1);
        else
            yield return new SymmetryPiece(Front[1].Offset, Front[1].Count, 1);
    }

    private IEnumerable<SymmetryPiece> FactorPieces(int unit)
    {
        foreach (ParameterSlot slot in Front)
            yield return new SymmetryPiece(slot.Offset + unit * (slot.Count / BlockCount), slot.Count / BlockCount, 1);
        if (Behind is not { } behind)
            yield break;
        int columns = behind.Count / behind.Shape[0], block = columns / BlockCount;
        for (int row = 0; row < behind.Shape[0]; row++)
            yield return new SymmetryPiece(behind.Offset + row * columns + unit * block, block, -1);
    }
}
