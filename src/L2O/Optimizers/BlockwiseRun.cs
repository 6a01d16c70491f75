using System.Numerics;
using System.Numerics.Tensors;
using L2O.Numerics;

namespace L2O.Optimizers;

/// <summary>
/// The run of an optimizer that treats every coordinate on its own. Goes through theta in blocks that stay in the first-level cache
/// while several vector operations pass over them, so that a step reads and writes main memory once.
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal abstract class BlockwiseRun<T> : OptimizerRun<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    protected const int BlockSize = 1024;

    private readonly T[] _update = new T[BlockSize];

    protected BlockwiseRun(ParameterLayout layout) : base(layout, OptimizerNeeds.None, keepsUpdate: false)
    {
    }

    internal sealed override bool TakesTensorsInTurn => true;

    protected sealed override void ComputeUpdate(in StepInput<T> step, TensorSpans<T> update, bool advance) =>
        Pass(default, step, update, advance);

    private protected sealed override void Move(TensorSpans<T> theta, in StepInput<T> step, TensorSpans<T> update) =>
        Pass(theta, step, update, advance: true);

    /// <summary>Prepares what is the same for all coordinates of a step.</summary>
    /// <param name="steps">The step's number for the coordinates to come, from 1.</param>
    protected virtual void BeginStep(int steps)
    {
    }

    /// <summary>Computes a block's update and, in scratch memory, its next state. Changes no state.</summary>
    /// <param name="start">The block's first coordinate.</param>
    /// <param name="theta">The block of theta.</param>
    /// <param name="gradient">The block of the gradient.</param>
    /// <param name="update">Receives what is to be added to theta.</param>
    protected abstract void ComputeUpdate(int start, ReadOnlySpan<T> theta, ReadOnlySpan<T> gradient, Span<T> update);

    /// <summary>Makes the state that <see cref="ComputeUpdate(int, ReadOnlySpan{T}, ReadOnlySpan{T}, Span{T})"/> left in scratch memory the
    /// block's state.</summary>
    protected abstract void AdvanceState(int start, int count);

    /// <summary>Goes through theta: in one vector, or tensor by tensor where they are scattered or have made different steps.</summary>
    private void Pass(TensorSpans<T> moved, in StepInput<T> step, TensorSpans<T> update, bool advance)
    {
        if (!HasMissed && step.Theta.IsFlat && step.Gradient.IsFlat && (update.IsNone || update.IsFlat))
        {
            BeginStep(Steps + 1);
            Pass(0, moved.Flat, step.Theta.Flat, step.Gradient.Flat, update.Flat, advance);
            return;
        }
        int begun = -1;
        for (int k = 0; k < Layout.Slots.Length; k++)
        {
            if (!step.Gradient.Has(k))
                continue;
            if (StepsOf(k) != begun)
                BeginStep((begun = StepsOf(k)) + 1);
            Pass(Layout.Slots[k].Offset, moved.IsNone ? default : moved[k], step.Theta[k], step.Gradient[k],
                update.IsNone ? default : update[k], advance);
        }
    }

    private void Pass(int offset, Span<T> moved, ReadOnlySpan<T> theta, ReadOnlySpan<T> gradient, Span<T> update, bool advance)
    {
        for (int start = 0; start < theta.Length; start += BlockSize)
        {
            int count = Math.Min(BlockSize, theta.Length - start);
            Span<T> block = update.IsEmpty ? _update.AsSpan(0, count) : update.Slice(start, count);
            ComputeUpdate(offset + start, theta.Slice(start, count), gradient.Slice(start, count), block);
            if (advance)
                AdvanceState(offset + start, count);
            if (!moved.IsEmpty)
                TensorPrimitives.Add(moved.Slice(start, count), block, moved.Slice(start, count));
        }
    }
}
