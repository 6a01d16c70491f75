using System.Numerics;
using L2O.Numerics;

namespace L2O.Optimizers.Wrappers;

/// <summary>Some tensors of theta as a smaller theta of their own, without copying. For one run at a time.</summary>
internal sealed class TensorGroup
{
    private readonly int[] _tensors;
    private readonly ParameterSlot[] _slots;
    private readonly TensorPlace[] _theta;
    private readonly TensorPlace[] _gradient;
    private readonly TensorPlace[] _update;

    /// <param name="whole">All tensors.</param>
    /// <param name="isMember">Whether a tensor is one of the group.</param>
    public TensorGroup(ParameterLayout whole, Func<ParameterSlot, bool> isMember)
    {
        _tensors = [.. Enumerable.Range(0, whole.Slots.Length).Where(k => isMember(whole.Slots[k]))];
        _slots = [.. _tensors.Select(k => whole.Slots[k])];
        Layout = whole.Part(_tensors);
        (_theta, _gradient, _update) = (new TensorPlace[_tensors.Length], new TensorPlace[_tensors.Length],
            new TensorPlace[_tensors.Length]);
    }

    /// <summary>The tensors by themselves.</summary>
    public ParameterLayout Layout { get; }

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => _tensors.Length == 0;

    /// <summary>What the group's step reads.</summary>
    public StepInput<T> Of<T>(in StepInput<T> step) where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(
        step.Theta.Part(Layout, _tensors, _theta), step.Gradient.Part(Layout, _tensors, _gradient), step.Loss, step.ValidationLoss);

    /// <summary>Where the group's update goes.</summary>
    public TensorSpans<T> Of<T>(TensorSpans<T> update) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        update.Part(Layout, _tensors, _update);

    /// <summary>Copies the group's coordinates out of a whole vector.</summary>
    public void Gather<T>(ReadOnlySpan<T> whole, Span<T> part) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int k = 0; k < _slots.Length; k++)
            _slots[k].Of(whole).CopyTo(Layout.Slots[k].Of(part));
    }

    /// <summary>Makes a step of the group's run, unless the group is empty.</summary>
    public void ComputeUpdate<T>(OptimizerRun<T> run, in StepInput<T> step, TensorSpans<T> update, bool advance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (IsEmpty)
            return;
        StepInput<T> own = Of(step);
        if (advance)
            run.Advance(own, Of(update));
        else
            run.Propose(own, Of(update));
    }
}
