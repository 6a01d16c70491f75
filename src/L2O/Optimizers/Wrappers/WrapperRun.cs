using System.Numerics;
using L2O.Numerics;
using L2O.Optimizers.State;

namespace L2O.Optimizers.Wrappers;

/// <summary>The run of something around one other optimizer, whose state is its own.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal abstract class WrapperRun<T> : OptimizerRun<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    protected WrapperRun(IOptimizer<T> optimizer, IOptimizer<T> inner, ParameterLayout layout, RunContext? context)
        : base(layout, optimizer.Needs)
    {
        Inner = inner.Start(layout, context);
        AddStore(new RunStore<T>("inner.", Inner, isRecurrent: true));
    }

    internal override bool TakesTensorsInTurn => Inner.TakesTensorsInTurn;

    internal override bool HasEvaluationPoint => Inner.HasEvaluationPoint;

    internal override void ReadEvaluationPoint(ReadOnlySpan<T> theta, Span<T> point) => Inner.ReadEvaluationPoint(theta, point);

    /// <summary>The run inside.</summary>
    protected OptimizerRun<T> Inner { get; }

    /// <summary>The inner update, with or without the inner state moving on.</summary>
    protected void ComputeInner(in StepInput<T> step, TensorSpans<T> update, bool advance)
    {
        if (advance)
            Inner.Advance(step, update);
        else
            Inner.Propose(step, update);
    }
}
