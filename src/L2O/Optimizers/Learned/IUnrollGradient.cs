using System.Numerics;

namespace L2O.Optimizers.Learned;

/// <summary>
/// Back-propagation through one unroll of a learned optimizer's run, one implementation for each architecture: from
/// d(meta-loss)/d(update_t) to d(meta-loss)/d(phi). Belongs to one run; allocates at its making only.
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal interface IUnrollGradient<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Begins an unroll at the run's present state.</summary>
    void Begin();

    /// <summary>Remembers what the run read besides the gradient in the step that it has just made.</summary>
    /// <param name="step">Counted from 0 within the unroll.</param>
    void Record(int step);

    /// <summary>Computes d(meta-loss)/d(phi). Phi must not have changed since <see cref="Begin"/>.</summary>
    /// <param name="unroll">Gradients and adjoints of the recorded steps.</param>
    /// <param name="dPhi">(P); overwritten.</param>
    void Differentiate(UnrollView<T> unroll, Span<T> dPhi);
}
