using System.Collections.Immutable;
using L2O.Kernels.Factored;

namespace L2O.Kernels.SmallMlp;

/// <summary>
/// The forms of networks with two hidden layers of rectified units and two outputs (o, e), whose step is o·exp(factor·e) (sections 9 of
/// docs/mathematics.md): what smallFc, ELO, VeLO and Celo have in common.
/// </summary>
internal static class SmallMlpForm
{
    /// <summary>Outputs that the step reads.</summary>
    public const int Outputs = 2;

    /// <summary>Features of a tensor that smallFc and ELO read.</summary>
    public const int SmallFcInputs = 28;

    /// <summary>Units of VeLO's and Celo's hidden layers.</summary>
    public const int VeloHidden = 4;

    /// <summary>
    /// Of a gradient's coordinate where the architecture has none of its own: sums of squares along lines stay finite in single precision.
    /// </summary>
    public const double Bound = 1e15;

    /// <summary>Of a gradient's coordinate in VeLO and Celo.</summary>
    public const double VeloBound = 1000;

    private const double RootEpsilon = 1e-6;
    private const double ScaleEpsilon = 1e-5;

    // g within ±0.1 and g/√r come last, so that they can be left out.
    private static readonly ImmutableArray<int> s_places = [0, 16, 1, 2, 3, 17, .. Enumerable.Range(4, 12)];

    /// <summary>Of smallFc and ELO, which lack g within ±0.1 and g/√r.</summary>
    /// <param name="hidden">Units of a layer, a multiple of 4.</param>
    public static FeatureForm SmallFc(int hidden) => new()
    {
        Hidden = hidden,
        LineValues = hidden + 2 * FeatureTable.Decays,
        Inputs = SmallFcInputs,
        InPhi = [0, -1, 1, 5, 9, -1, 2, 6, 10, 25, 3, 7, 11, 26, 4, 8, 12, 27],
        FirstOfLine = 13,
        Places = s_places,
        Bound = Bound,
        RootEpsilon = RootEpsilon,
        ScaleEpsilon = ScaleEpsilon,
        VectorEpsilon = 1e-6,
    };

    /// <summary>Of VeLO and Celo.</summary>
    public static FeatureForm Velo { get; } = new()
    {
        Hidden = VeloHidden,
        LineValues = VeloHidden + 2 * FeatureTable.Decays,
        Inputs = FeatureTable.All,
        InPhi = [0, 1, 2, 6, 10, 14, 3, 7, 11, 27, 4, 8, 12, 28, 5, 9, 13, 29],
        FirstOfLine = 15,
        Places = s_places,
        Bound = VeloBound,
        RootEpsilon = RootEpsilon,
        ScaleEpsilon = ScaleEpsilon,
        VectorEpsilon = 0,
        TurnsTies = true,
    };

    /// <summary>Features of coordinates that a form has.</summary>
    public static int OfCoordinate(FeatureForm form) => form.InPhi.Count(static place => place >= 0);

    /// <summary>Values behind the first layer: second layer and its bias, output layer and its bias.</summary>
    public static int HiddenCount(int hidden) => (hidden + 1) * hidden + (hidden + 1) * Outputs;
}
