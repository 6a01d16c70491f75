using System.Globalization;
using L2O.Numerics;
using L2O.Optimizees.Symmetry;

namespace L2O.Cli.Describing;

/// <summary>A symmetry in words.</summary>
internal sealed record SymmetryDescription
{
    private const int ListedUnits = 10;

    public SymmetryDescription(NetworkSymmetry symmetry)
    {
        (Name, Kind, BlockCount) = (symmetry.Name, symmetry.Kind.ToString().ToLowerInvariant(), symmetry.BlockCount);
        Units = [.. symmetry.Units];
        Front = [.. symmetry.Front.Select(static slot => slot.Name)];
        Behind = symmetry.Behind?.Name;
        ParameterSlot weight = symmetry.Front[0];
        string front = string.Join(" and ", Front), rows = Block("row", weight.Shape[0] / BlockCount);
        switch (symmetry.Kind)
        {
            case SymmetryKind.Rescale:
                ParameterSlot behind = symmetry.Behind!;
                string columns = Block("column", behind.Count / behind.Shape[0] / BlockCount);
                Change = $"{rows} of {front} times k, {columns} of {behind.Name} over k; k above 0";
                Conserved = $"sum of squares of {rows} in front, less that of {columns} behind";
                break;
            case SymmetryKind.Scale:
                Change = $"{rows} of {front} times k; k above 0, up to the epsilon of the normalization behind";
                Conserved = $"sum of squares of {rows}";
                break;
            default:
                Change = $"column i of {weight.Name} plus c{(Front.Count > 1 ? $"; the last unit is {Front[1]} plus c" : "")}";
                Conserved = "sum of column i";
                break;
        }
    }

    public string Name { get; }

    public string Kind { get; }

    /// <summary>Tensors in front.</summary>
    public IReadOnlyList<string> Front { get; }

    /// <summary>The tensor behind; null for none.</summary>
    public string? Behind { get; }

    /// <summary>Units with and without the symmetry.</summary>
    public int BlockCount { get; }

    /// <summary>The units that have it, from 0.</summary>
    public IReadOnlyList<int> Units { get; }

    /// <summary>What leaves the loss as it is, for unit i.</summary>
    public string Change { get; }

    /// <summary>What gradient flow conserves, for unit i.</summary>
    public string Conserved { get; }

    /// <summary>How many units, and which if not all.</summary>
    public string UnitText => Units.Count == BlockCount
        ? BlockCount == 1 ? "1 unit" : $"{BlockCount} units"
        : $"{Units.Count} of {BlockCount} units: {string.Join(", ", Units.Take(ListedUnits))}{(Units.Count > ListedUnits ? ", ..." : "")}";

    /// <summary>A small number as a text.</summary>
    public static string Number(double value) => value.ToString("0.0e+0", CultureInfo.InvariantCulture);

    private static string Block(string what, int size) => size == 1 ? $"{what} i" : $"block i of {size} {what}s";
}
