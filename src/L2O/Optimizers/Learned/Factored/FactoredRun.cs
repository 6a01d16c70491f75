using System.Numerics;
using L2O.Kernels.Factored;
using L2O.Numerics;
using L2O.Optimizers.Learned.Replays;
using L2O.Optimizers.State;

namespace L2O.Optimizers.Learned.Factored;

/// <summary>
/// The running means of learned optimizers with factored mean squares: of the gradient, of its square, and of the squares of rows and
/// columns. Tensors are worked on where they lie.
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal abstract class FactoredRun<T> : LearnedRun<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly StateArray<T> _momentum, _square, _rows, _columns;
    private ReplayGradient<T>? _recorder;
    private readonly AlignedBuffer<T> _outputs; // of a tensor, where the update goes to theta at once
    private readonly AlignedBuffer<T> _nextMomentum, _nextSquare, _nextRows, _nextColumns; // of a tensor, where the state is to stay

    /// <param name="layout">The tensors of theta.</param>
    /// <param name="needs">What each step must come with.</param>
    /// <param name="formOf">What a tensor is.</param>
    private protected FactoredRun(ParameterLayout layout, OptimizerNeeds needs, Func<ParameterSlot, FactoredTensor> formOf)
        : base(layout, needs)
    {
        _momentum = AddState(StateShape.PerCoordinate("momentum", FeatureTable.Decays));
        _square = AddState(StateShape.PerCoordinate("square"));
        _rows = AddState(StateShape.PerTensor("row_squares", slot => FeatureTable.Decays * formOf(slot).RowSquares));
        _columns = AddState(StateShape.PerTensor("column_squares", slot => FeatureTable.Decays * formOf(slot).ColumnSquares));
        int longest = layout.Slots.Max(static slot => slot.Count);
        _outputs = new(longest);
        (_nextMomentum, _nextSquare) = (new(checked(FeatureTable.Decays * longest)), new(longest));
        _nextRows = new(FeatureTable.Decays * layout.Slots.Max(slot => formOf(slot).RowSquares));
        _nextColumns = new(FeatureTable.Decays * layout.Slots.Max(slot => formOf(slot).ColumnSquares));
    }

    internal sealed override bool TakesTensorsInTurn => true;

    /// <inheritdoc/>
    protected sealed override void ComputeUpdate(in StepInput<T> step, TensorSpans<T> update, bool advance)
    {
        if (advance)
            _recorder?.Capture(step, Iteration);
        Compute(step, update, default, advance);
    }

    /// <inheritdoc/>
    internal sealed override IUnrollGradient<T>? CreateUnrollGradient(int longestUnroll) => _recorder = CreateReplay(longestUnroll);

    /// <summary>Copies the running means.</summary>
    /// <param name="parts">(part) of the right lengths, momentum, square, rows, columns, as they are stored; overwritten.</param>
    internal void CopyState(T[][] parts)
    {
        _momentum.Values.CopyTo(parts[0]);
        _square.Values.CopyTo(parts[1]);
        _rows.Values.CopyTo(parts[2]);
        _columns.Values.CopyTo(parts[3]);
    }

    /// <summary>The running means of a tensor in such a copy.</summary>
    internal FactoredStateSpans<T> StateOf(int tensor, T[][] parts) => new()
    {
        Momentum = _momentum.Of(tensor, parts[0]),
        Square = _square.Of(tensor, parts[1]),
        Rows = _rows.Of(tensor, parts[2]),
        Columns = _columns.Of(tensor, parts[3]),
    };

    /// <summary>The gradient of phi over unrolls; null where there is none.</summary>
    private protected virtual ReplayGradient<T>? CreateReplay(int longestUnroll) => null;

    /// <summary>Moves the state on; computes the update, or adds it to theta at once.</summary>
    /// <param name="step">What the step reads.</param>
    /// <param name="update">Overwritten, unless there is a target.</param>
    /// <param name="target">Theta, where the update is to be added to it; else none.</param>
    /// <param name="advance">Whether the state moves.</param>
    private protected abstract void Compute(in StepInput<T> step, TensorSpans<T> update, TensorSpans<T> target, bool advance);

    private protected sealed override void Move(TensorSpans<T> theta, in StepInput<T> step, TensorSpans<T> update)
    {
        if (!update.IsNone || ScalesUpdates)
        {
            base.Move(theta, step, update);
            return;
        }
        _recorder?.Capture(step, Iteration);
        Compute(step, default, theta, advance: true);
    }

    /// <summary>The state of a tensor as it is.</summary>
    private protected FactoredStateSpans<T> StateOf(int tensor) => new()
    {
        Momentum = _momentum.Of(tensor),
        Square = _square.Of(tensor),
        Rows = _rows.Of(tensor),
        Columns = _columns.Of(tensor),
    };

    /// <summary>What a step reads and writes of a tensor.</summary>
    private protected FactoredSpans<T> SpansOf(int tensor, in StepInput<T> step, TensorSpans<T> update, TensorSpans<T> target,
        bool advance)
    {
        FactoredStateSpans<T> state = StateOf(tensor);
        return new FactoredSpans<T>
        {
            Theta = step.Theta[tensor],
            Gradient = step.Gradient[tensor],
            Update = target.IsNone ? update[tensor] : _outputs.Span[..Layout.Slots[tensor].Count],
            Target = target.IsNone ? default : target[tensor],
            State = state,
            Next = advance ? state : Proposed(state),
        };
    }

    private FactoredStateSpans<T> Proposed(scoped in FactoredStateSpans<T> state) => new()
    {
        Momentum = _nextMomentum.Span[..state.Momentum.Length],
        Square = _nextSquare.Span[..state.Square.Length],
        Rows = _nextRows.Span[..state.Rows.Length],
        Columns = _nextColumns.Span[..state.Columns.Length],
    };
}
