using System.Collections.Immutable;
using L2O.Numerics;
using L2O.Training;

namespace L2O.Dynamics;

/// <summary>
/// Takes several measures of one run. An iteration whose loss is not finite is passed over, and so is a snapshot of parameters that are
/// not: a run that diverges ends there.
/// </summary>
internal sealed class MeasureObserver : IRunObserver<float>
{
    private readonly MeasureSchedule _snapshots;
    private readonly ImmutableArray<IStepObserver<float>> _live;
    private readonly ImmutableArray<IStepObserver<float>> _atSnapshots;

    /// <summary>Makes the measures' observers; those that the network has nothing for are left out.</summary>
    /// <param name="kinds">The measures, in the order in which they are called; snapshots come last.</param>
    /// <param name="context">The run.</param>
    public MeasureObserver(IEnumerable<MeasureKind> kinds, MeasureContext context)
    {
        ArgumentNullException.ThrowIfNull(kinds);
        ArgumentNullException.ThrowIfNull(context);
        ImmutableArray<MeasureKind> all = [.. kinds];
        _snapshots = context.Snapshots;
        _live = Start(all.Where(static kind => !kind.IsSnapshot), context);
        _atSnapshots = Start(all.Where(static kind => kind.IsSnapshot), context);
    }

    /// <inheritdoc/>
    public void BeforeStep(in StepStart<float> start)
    {
        if (!double.IsFinite(start.Train.Loss))
            return;
        foreach (IStepObserver<float> observer in _live)
            observer.BeforeStep(in start);
        if (!IsTaken(start.Iteration, start.Theta))
            return;
        foreach (IStepObserver<float> observer in _atSnapshots)
            observer.BeforeStep(in start);
    }

    /// <inheritdoc/>
    public void OnStep(in StepView<float> step)
    {
        if (!double.IsFinite(step.Train.Loss))
            return;
        foreach (IStepObserver<float> observer in _live)
            observer.OnStep(in step);
        if (!IsTaken(step.Iteration, step.Theta))
            return;
        foreach (IStepObserver<float> observer in _atSnapshots)
            observer.OnStep(in step);
    }

    /// <inheritdoc/>
    public void OnEnd()
    {
        foreach (IStepObserver<float> observer in _live)
            (observer as IRunObserver<float>)?.OnEnd();
        foreach (IStepObserver<float> observer in _atSnapshots)
            (observer as IRunObserver<float>)?.OnEnd();
    }

    private bool IsTaken(int iteration, ReadOnlySpan<float> theta) =>
        _atSnapshots.Length > 0 && (!_snapshots.IsDue(iteration) || FiniteCheck.FirstNonFinite(theta) < 0);

    private static ImmutableArray<IStepObserver<float>> Start(IEnumerable<MeasureKind> kinds, MeasureContext context) =>
        [.. kinds.Select(kind => kind.Create(context)).OfType<IStepObserver<float>>()];
}
