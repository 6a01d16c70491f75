using System.Numerics;

namespace L2O.MetaTraining.Estimators;

/// <summary>An inner run through whose steps phi can be differentiated; its negative twin is not stepped.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal interface IDifferentiableUnroll<T> : IUnrollPair<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Prepares for back-propagation: from now on steps are recorded.</summary>
    /// <param name="longest">Most steps of an unroll.</param>
    /// <exception cref="ArgumentException">The architecture has no backward pass.</exception>
    void Record(int longest);

    /// <summary>
    /// d(meta-loss)/d(phi) of the steps since the last call or the begin of the run, where the meta-loss is the sum of what these steps
    /// contribute; of their logarithm where that is the loss.
    /// </summary>
    /// <param name="dPhi">(P); overwritten.</param>
    void Differentiate(Span<T> dPhi);
}
