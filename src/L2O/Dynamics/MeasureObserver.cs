using System.Collections.Immutable;
using L2O.Numerics;
using L2O.Training;

namespace L2O.Dynamics;

/// <summary>
/// Takes several measures of one run. An iteration whose loss is not finite is passed over, and so is a snapshot where the parameters
/// behind it are not: a run that diverges ends there.
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
    public void OnStep(in StepView<float> step)
    {
        if (!double.IsFinite(step.Train.Loss))
            return;
        foreach (IStepObserver<float> observer in _live)
            observer.OnStep(in step);
        if (_atSnapshots.Length == 0 || (_snapshots.IsDue(step.Iteration) && FiniteCheck.FirstNonFinite(step.NextTheta) >= 0))
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

    private static ImmutableArray<IStepObserver<float>> Start(IEnumerable<MeasureKind> kinds, MeasureContext context) =>
        [.. kinds.Select(kind => kind.Create(context)).OfType<IStepObserver<float>>()];
}
