using System.Numerics;
using L2O.Numerics;

namespace L2O.Optimizers.Wrappers;

/// <summary>An optimizer of whose updates a share is taken that changes along the run: Δ = s_t · Δ of the inner one.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class Scheduled<T> : IOptimizer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Puts a schedule around an optimizer.</summary>
    /// <param name="inner">Any optimizer, also a learned one.</param>
    /// <param name="schedule">The shares.</param>
    public Scheduled(IOptimizer<T> inner, Schedule schedule)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentNullException.ThrowIfNull(schedule);
        (Inner, Schedule) = (inner, schedule);
    }

    /// <summary>The optimizer inside.</summary>
    public IOptimizer<T> Inner { get; }

    /// <summary>The shares.</summary>
    public Schedule Schedule { get; }

    /// <inheritdoc/>
    public string Name => Inner.Name;

    /// <inheritdoc/>
    public OptimizerNeeds Needs => Inner.Needs | Schedule.Needs;

    /// <inheritdoc/>
    public double LearningRate => Inner.LearningRate;

    /// <inheritdoc/>
    public OptimizerRun<T> Start(ParameterLayout layout, RunContext? context = null)
    {
        RunContext.Require(context, Name, Needs);
        return new Run(this, layout, context);
    }

    private sealed class Run(Scheduled<T> settings, ParameterLayout layout, RunContext? context)
        : WrapperRun<T>(settings, settings.Inner, layout, context)
    {
        private readonly Schedule _schedule = settings.Schedule;
        private readonly int? _horizon = context?.Horizon;

        protected override void ComputeUpdate(in StepInput<T> step, TensorSpans<T> update, bool advance)
        {
            ComputeInner(step, update, advance);
            if (_schedule.ShareAt(Iteration + 1, _horizon) is var share && share != 1)
                TensorVectors.Multiply(update, T.CreateChecked(share), step.Gradient, update);
        }
    }
}
