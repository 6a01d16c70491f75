using System.Numerics;

namespace L2O.Kernels.Factored;

/// <summary>The pass over a tensor whose features are known: an architecture's own network.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal interface INetworkPass<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Goes over the rows of one item; called from several threads at once.</summary>
    /// <param name="compute">Lanes.</param>
    /// <param name="matrix">The tensor.</param>
    /// <param name="item">The item.</param>
    /// <param name="ones">The address of a register of ones.</param>
    void Run(Compute compute, in FactoredMatrix<T> matrix, int item, nint ones);
}
