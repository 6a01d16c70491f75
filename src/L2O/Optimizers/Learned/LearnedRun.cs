using System.Numerics;
using System.Numerics.Tensors;
using L2O.Numerics;

namespace L2O.Optimizers.Learned;

/// <summary>One run of a learned optimizer.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
public abstract class LearnedRun<T> : OptimizerRun<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>A run with fresh state.</summary>
    /// <param name="layout">The tensors of theta.</param>
    /// <param name="needs">What each step must come with.</param>
    protected LearnedRun(ParameterLayout layout, OptimizerNeeds needs = OptimizerNeeds.None) : base(layout, needs) =>
        ScalesUpdates = layout.ScalesUpdates;

    /// <summary>Whether the layout asks for updates of another size than phi gives.</summary>
    private protected bool ScalesUpdates { get; }

    /// <summary>
    /// What turns the adjoints of this run's updates into the gradient of phi; null where the architecture has no backward pass, so that
    /// phi can't be meta-trained by back-propagation.
    /// </summary>
    /// <param name="longestUnroll">Most steps of an unroll, at least 1.</param>
    internal virtual IUnrollGradient<T>? CreateUnrollGradient(int longestUnroll) => null;

    /// <summary>
    /// Says where theta was before the step of another optimizer that this run's first step follows; for what reads how theta moved.
    /// </summary>
    /// <param name="theta">(n) parameters before that step.</param>
    internal virtual void Follow(ReadOnlySpan<T> theta)
    {
    }

    private protected override void ScaleUpdate(ReadOnlyTensorSpans<T> gradient, TensorSpans<T> update)
    {
        if (!ScalesUpdates)
            return;
        for (int k = 0; k < Layout.Slots.Length; k++)
            if (Layout.Slots[k].UpdateScale is not 1 and var scale && gradient.Has(k))
                TensorPrimitives.Multiply(update[k], T.CreateTruncating(scale), update[k]);
    }
}
