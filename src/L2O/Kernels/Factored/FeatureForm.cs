using System.Collections.Immutable;

namespace L2O.Kernels.Factored;

/// <summary>Where an architecture has its features, and the numbers in them. Immutable.</summary>
internal sealed class FeatureForm
{
    /// <summary>Units of the first hidden layer.</summary>
    public required int Hidden { get; init; }

    /// <summary>
    /// Numbers that are computed before for each line: its factors (3) and what its features add to each hidden unit; behind them, where
    /// vectors have lines of their own, the factors of the momentum (3).
    /// </summary>
    public required int LineValues { get; init; }

    /// <summary>Features of phi.</summary>
    public required int Inputs { get; init; }

    /// <summary>Where phi has the features of coordinates; -1 for those that it lacks.</summary>
    public required ImmutableArray<int> InPhi { get; init; }

    /// <summary>Place in phi of the first feature of a line: means of rows, of columns, then their inverse roots.</summary>
    public required int FirstOfLine { get; init; }

    /// <summary>Where the kernels have the features of coordinates.</summary>
    public required ImmutableArray<int> Places { get; init; }

    /// <summary>Bound of a gradient's coordinate.</summary>
    public required double Bound { get; init; }

    /// <summary>Added to r under a root.</summary>
    public required double RootEpsilon { get; init; }

    /// <summary>Added to a feature's mean square.</summary>
    public required double ScaleEpsilon { get; init; }

    /// <summary>
    /// Added to the mean square by whose root a vector's momentum is divided, where each coordinate of a vector is row and column of its
    /// own; null where vectors have no lines.
    /// </summary>
    public double? VectorEpsilon { get; init; }

    /// <summary>
    /// Whether of two equal dimensions the earlier one counts as the longer, as where weights are published (in, out); but not of the first
    /// two of a convolution, which is PyLO's way.
    /// </summary>
    public bool TurnsTies { get; init; }

    /// <summary>Where a line's first value lies.</summary>
    public int LineStart<T>(int line) where T : unmanaged => FeatureTable.LineStart<T>(line, LineValues);

    /// <summary>Memory for the values of lines.</summary>
    public int LineMemory<T>(int lines) where T : unmanaged => FeatureTable.LineMemory<T>(lines, LineValues);

    /// <summary>One over the root mean square of a feature.</summary>
    public double Scale(double meanSquare) => 1 / Math.Sqrt(ScaleEpsilon + meanSquare);
}
