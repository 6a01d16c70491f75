using System.Numerics;
using L2O.Optimizees;
using L2O.Optimizers;

namespace L2O.Training;

/// <summary>What an observer sees of one inner iteration after its step. Views: valid during the call only, never to be changed.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
public readonly ref struct StepView<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The iteration, counted from 1.</summary>
    public required int Iteration { get; init; }

    /// <summary>(n) parameters before the update.</summary>
    public required ReadOnlySpan<T> Theta { get; init; }

    /// <summary>(n) gradient at <see cref="Theta"/>.</summary>
    public required ReadOnlySpan<T> Gradient { get; init; }

    /// <summary>(n) what was added to theta.</summary>
    public required ReadOnlySpan<T> Update { get; init; }

    /// <summary>(n) parameters after the update.</summary>
    public required ReadOnlySpan<T> NextTheta { get; init; }

    /// <summary>Loss and accuracy on the iteration's training batch at <see cref="Theta"/>.</summary>
    public required LossAndAccuracy Train { get; init; }

    /// <summary>The optimizer's run after the step: its state is the one that <see cref="NextTheta"/> is met with.</summary>
    public required OptimizerRun<T> Run { get; init; }
}
