using L2O.Kernels.Factored;

namespace L2O.Kernels.Celo2;

/// <summary>The numbers of Celo2 (section 9 of docs/mathematics.md).</summary>
internal static class Celo2Features
{
    /// <summary>Units of both hidden layers.</summary>
    public const int Hidden = 8;

    /// <summary>Outputs, of which only the first is read.</summary>
    public const int Outputs = 3;

    /// <summary>What is computed before for a line.</summary>
    public const int OfLineValues = FeatureTable.Decays + Hidden;

    /// <summary>Values of phi behind the first layer: second layer and its bias, output layer and its bias.</summary>
    public const int HiddenCount = (Hidden + 1) * Hidden + (Hidden + 1) * Outputs;

    /// <summary>Values of phi.</summary>
    public const int PhiCount = (FeatureTable.All + 1) * Hidden + HiddenCount;

    /// <summary>Bound of a gradient's coordinate.</summary>
    public const double Bound = 1000;

    /// <summary>Added to r under a root.</summary>
    public const double RootEpsilon = 1e-8;

    /// <summary>1 - the decay of the running mean square r.</summary>
    public const double SquareRate = 1 - 0.95;

    /// <summary>1 - the decay of the first running mean.</summary>
    public const double Rate0 = 0.1;

    private const double ScaleEpsilon = 1e-9; // added to a feature's mean square, and to that of the output

    /// <summary>Where the features are, and the numbers in them.</summary>
    public static FeatureForm Form { get; } = new()
    {
        Hidden = Hidden,
        LineValues = OfLineValues,
        Inputs = FeatureTable.All,
        InPhi = [0, 1, 2, 6, 10, 14, 3, 7, 11, 27, 4, 8, 12, 28, 5, 9, 13, 29],
        FirstOfLine = 15,
        Places = [.. Enumerable.Range(0, FeatureTable.OfCoordinate)],
        Bound = Bound,
        RootEpsilon = RootEpsilon,
        ScaleEpsilon = ScaleEpsilon,
    };

    /// <summary>One over the root mean square of the outputs.</summary>
    public static double Scale(double meanSquare) => Form.Scale(meanSquare);
}
