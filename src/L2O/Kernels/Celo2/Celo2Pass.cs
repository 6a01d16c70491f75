using System.Numerics;
using L2O.Kernels.Factored;
using L2O.Kernels.Lanes;

namespace L2O.Kernels.Celo2;

/// <summary>Celo2's network as the third pass over a tensor.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed unsafe class Celo2Pass<T> : INetworkPass<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public void Run(Compute compute, in FactoredMatrix<T> matrix, int item, nint ones)
    {
        var network = new Celo2Network<T>(matrix, item, (T*)ones);
        LaneDispatch.Run<Celo2Network<T>, T>(compute.Lanes, ref network);
    }
}
