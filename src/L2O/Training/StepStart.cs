using System.Numerics;
using L2O.Optimizees;
using L2O.Optimizers;

namespace L2O.Training;

/// <summary>
/// What an observer sees of an inner iteration before its step: theta and the optimizer's state as the update will find them. Views: valid
/// during the call only, never to be changed.
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
public readonly ref struct StepStart<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The iteration, counted from 1.</summary>
    public required int Iteration { get; init; }

    /// <summary>(n) parameters before the update.</summary>
    public required ReadOnlySpan<T> Theta { get; init; }

    /// <summary>(n) gradient at <see cref="Theta"/>.</summary>
    public required ReadOnlySpan<T> Gradient { get; init; }

    /// <summary>Loss and accuracy on the iteration's training batch at <see cref="Theta"/>.</summary>
    public required LossAndAccuracy Train { get; init; }

    /// <summary>The optimizer's run before the step: what it proposes now, it proposes from the state that the update will be made
    /// with.</summary>
    public required OptimizerRun<T> Run { get; init; }
}
