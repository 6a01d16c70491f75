using System.Numerics;
using L2O.Numerics;
using L2O.Optimizers.State;

namespace L2O.Optimizers.Learned;

/// <summary>
/// A run that works on flat vectors. Scattered tensors are gathered, run as one and put back: slower by the copies, equal in bits. The
/// state of tensors without gradient is put back too.
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal abstract class FlatLearnedRun<T> : LearnedRun<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int[] _tensorSteps;
    private Gathered? _gathered; // made by the first step that needs it
    private IStateStore<T>[]? _kept; // likewise

    private protected FlatLearnedRun(ParameterLayout layout) : base(layout) => _tensorSteps = new int[layout.Slots.Length];

    /// <summary>n.</summary>
    private protected int Coordinates => Layout.Count;

    /// <summary>Whether updates depend on theta; where not, an empty one may be given.</summary>
    private protected virtual bool ReadsTheta => true;

    /// <summary>(tensor): steps that the state of each has seen; empty where all have seen as many.</summary>
    private protected ReadOnlySpan<int> TensorSteps
    {
        get
        {
            if (!HasMissed)
                return [];
            for (int k = 0; k < _tensorSteps.Length; k++)
                _tensorSteps[k] = StepsOf(k);
            return _tensorSteps;
        }
    }

    internal sealed override bool TakesTensorsInTurn => true;

    /// <inheritdoc/>
    protected sealed override void ComputeUpdate(in StepInput<T> step, TensorSpans<T> update, bool advance)
    {
        if (step.Theta.IsFlat && step.Gradient.IsFlat && update.IsFlat)
        {
            ComputeUpdate(step.Theta.Flat, step.Gradient.Flat, update.Flat, advance);
            return;
        }
        bool misses = IsMissing(step.Gradient), keeps = advance && misses;
        if (misses)
            CheckMissing();
        if (keeps)
            KeepState();
        _gathered ??= new Gathered(Coordinates, ReadsTheta);
        if (ReadsTheta)
            TensorVectors.Gather(step.Theta, _gathered.Theta.Span);
        TensorVectors.Gather(step.Gradient, _gathered.Gradient.Span);
        ComputeUpdate(_gathered.Theta.Span, _gathered.Gradient.Span, _gathered.Update.Span, advance);
        TensorVectors.Scatter<T>(_gathered.Update.Span, update);
        if (keeps)
            PutBack(step.Gradient);
    }

    /// <summary>The update of the coming step.</summary>
    /// <param name="theta">(n).</param>
    /// <param name="gradient">(n).</param>
    /// <param name="update">(n) what will be added to theta; overwritten.</param>
    /// <param name="advance">Whether the state moves on.</param>
    private protected abstract void ComputeUpdate(ReadOnlySpan<T> theta, ReadOnlySpan<T> gradient, Span<T> update, bool advance);

    /// <summary>Refuses steps in which tensors lack gradients, where the state can't tell them apart.</summary>
    private protected virtual void CheckMissing()
    {
    }

    private bool IsMissing(ReadOnlyTensorSpans<T> gradient)
    {
        for (int k = 0; k < Layout.Slots.Length; k++)
            if (!gradient.Has(k))
                return true;
        return false;
    }

    private void KeepState()
    {
        _kept ??= [.. Stores.Select(static store => store.Twin())];
        for (int i = 0; i < _kept.Length; i++)
            _kept[i].CopyFrom(Stores[i]);
    }

    private void PutBack(ReadOnlyTensorSpans<T> gradient)
    {
        for (int k = 0; k < Layout.Slots.Length; k++)
        {
            if (gradient.Has(k))
                continue;
            ParameterSlot slot = Layout.Slots[k];
            for (int i = 0; i < _kept!.Length; i++)
                Stores[i].CopyTensorFrom(_kept[i], k, slot.Offset, slot.Count);
        }
    }

    private sealed class Gathered(int count, bool readsTheta)
    {
        public AlignedBuffer<T> Theta { get; } = new(readsTheta ? count : 0);

        public AlignedBuffer<T> Gradient { get; } = new(count);

        public AlignedBuffer<T> Update { get; } = new(count);
    }
}
