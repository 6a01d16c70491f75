using System.Numerics;
using L2O.Kernels.Factored;
using L2O.Kernels.Lanes;

namespace L2O.Kernels.SmallMlp;

/// <summary>The small network as the third pass over a tensor: from features to updates.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="form">What the network reads.</param>
internal sealed unsafe class SmallMlpPass<T>(FeatureForm form) : INetworkPass<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int _features = SmallMlpForm.OfCoordinate(form);

    /// <summary>Factor of o·exp(factor·e) in the update, its sign included.</summary>
    public double Rate { get; set; }

    /// <summary>Factor of the second output in the exponent.</summary>
    public double MagnitudeScale { get; set; }

    /// <summary>Factor of theta in the update, its sign included.</summary>
    public double Decay { get; set; }

    public void Run(Compute compute, in FactoredMatrix<T> matrix, int item, nint ones)
    {
        var network = new SmallMlpNetwork<T>(matrix, item, _features, Rate, MagnitudeScale, Decay);
        LaneDispatch.Run<SmallMlpNetwork<T>, T>(compute.Lanes, ref network);
    }
}
