using System.Collections.Immutable;
using System.Numerics;
using L2O.Kernels.Celo2;
using L2O.Numerics;
using L2O.Optimizers.State;

namespace L2O.Optimizers.Learned.Celo2;

/// <summary>One run of <see cref="Celo2"/>: the running means that it reads. Tensors are worked on where they lie.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class Celo2Run<T> : LearnedRun<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Celo2Optimizer<T> _optimizer;
    private readonly ImmutableArray<Celo2Tensor> _tensors;
    private readonly StateArray<T> _momentum, _square, _rows, _columns;
    private readonly Celo2Steps<T> _steps;
    private readonly AlignedBuffer<T> _nextMomentum, _nextSquare, _nextRows, _nextColumns; // of a tensor, where the state is to stay

    public Celo2Run(Celo2Optimizer<T> optimizer, ParameterLayout layout) : base(layout)
    {
        _optimizer = optimizer;
        Celo2 settings = optimizer.Settings;
        _tensors = [.. layout.Slots.Select(slot => Celo2Tensor.Of(slot, settings))];
        _steps = new Celo2Steps<T>(optimizer, layout, _tensors);
        _momentum = AddState(StateShape.PerCoordinate("momentum", Celo2Features.Decays));
        _square = AddState(StateShape.PerCoordinate("square"));
        _rows = AddState(StateShape.PerTensor("row_squares",
            slot => Celo2Features.Decays * Celo2Tensor.Of(slot, settings).RowSquares));
        _columns = AddState(StateShape.PerTensor("column_squares",
            slot => Celo2Features.Decays * Celo2Tensor.Of(slot, settings).ColumnSquares));
        int longest = layout.Slots.Max(static slot => slot.Count);
        (_nextMomentum, _nextSquare) = (new(checked(Celo2Features.Decays * longest)), new(longest));
        _nextRows = new(Celo2Features.Decays * _tensors.Max(static tensor => tensor.RowSquares));
        _nextColumns = new(Celo2Features.Decays * _tensors.Max(static tensor => tensor.ColumnSquares));
    }

    /// <inheritdoc/>
    protected override void ComputeUpdate(in StepInput<T> step, TensorSpans<T> update, bool advance)
    {
        for (int k = 0; k < _tensors.Length; k++)
        {
            if (!step.Gradient.Has(k))
                continue;
            var state = new Celo2StateSpans<T>
            {
                Momentum = _momentum.Of(k),
                Square = _square.Of(k),
                Rows = _rows.Of(k),
                Columns = _columns.Of(k),
            };
            var spans = new Celo2Spans<T>
            {
                Theta = step.Theta[k],
                Gradient = step.Gradient[k],
                Update = update[k],
                State = state,
                Next = advance ? state : Proposed(state),
            };
            if (_tensors[k].Form == Celo2Tensor.Kind.Vector)
                _steps.Vector(spans, StepsOf(k) + 1);
            else
                _steps.Network(k, spans);
        }
    }

    private Celo2StateSpans<T> Proposed(in Celo2StateSpans<T> state) => new()
    {
        Momentum = _nextMomentum.Span[..state.Momentum.Length],
        Square = _nextSquare.Span[..state.Square.Length],
        Rows = _nextRows.Span[..state.Rows.Length],
        Columns = _nextColumns.Span[..state.Columns.Length],
    };
}
