using System.Numerics;
using L2O.Kernels.Factored;
using L2O.Numerics;
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
        (_nextMomentum, _nextSquare) = (new(checked(FeatureTable.Decays * longest)), new(longest));
        _nextRows = new(FeatureTable.Decays * layout.Slots.Max(slot => formOf(slot).RowSquares));
        _nextColumns = new(FeatureTable.Decays * layout.Slots.Max(slot => formOf(slot).ColumnSquares));
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
    private protected FactoredSpans<T> SpansOf(int tensor, in StepInput<T> step, TensorSpans<T> update, bool advance)
    {
        FactoredStateSpans<T> state = StateOf(tensor);
        return new FactoredSpans<T>
        {
            Theta = step.Theta[tensor],
            Gradient = step.Gradient[tensor],
            Update = update[tensor],
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
