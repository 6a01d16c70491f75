using System.Numerics;
using System.Numerics.Tensors;
using L2O.Kernels.Lanes;
using L2O.Numerics;

namespace L2O.Kernels.Lstm;

/// <summary>One worker's memory for the backward pass of one block, and the pass itself.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed unsafe class LstmBlockTape<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Weight gradients are summed over a few steps at a time: few enough that their inputs stay in the first-level cache,
    // enough that loading and storing the sums does not matter.
    private const int StepsPerSum = 4;
    private const int Block = LstmShape.BlockSize;

    private readonly LstmWeights<T> _weights;
    private readonly LstmInputs _inputs;
    private readonly LstmTapeLayout _layout;
    private readonly int[][] _rowOffsets;
    private readonly AlignedBuffer<T> _slots;
    private readonly AlignedBuffer<T> _boundaries;
    private readonly AlignedBuffer<T> _adjoints;
    private readonly AlignedBuffer<T>[] _cellSums;
    private readonly AlignedBuffer<T> _outputSums;
    private readonly AlignedBuffer<T> _projectionSums;
    private readonly AlignedBuffer<T> _dFeatures; // (features rounded up to whole tiles, BlockSize)

    public LstmBlockTape(LstmWeights<T> weights, LstmInputs inputs, int maximumSteps)
    {
        LstmShape shape = weights.Shape;
        (_weights, _inputs, _layout) = (weights, inputs, new LstmTapeLayout(shape));
        _rowOffsets = [_layout.GradientRowOffsets(0), _layout.GradientRowOffsets(1)];
        int slots = Math.Min(maximumSteps, LstmMetaGradient<T>.SegmentSteps) + 1;
        _slots = new AlignedBuffer<T>(slots * _layout.Stride);
        for (int slot = 0; slot < slots; slot++)
            _slots.Span.Slice(slot * _layout.Stride + _layout.Ones, Block).Fill(T.One);
        _boundaries = new AlignedBuffer<T>(maximumSteps / LstmMetaGradient<T>.SegmentSteps * shape.StateStride);
        _adjoints = new AlignedBuffer<T>((AdjointRows + 2) * Block);
        _cellSums = [new AlignedBuffer<T>(_layout.AccumulatorLength(0)), new AlignedBuffer<T>(_layout.AccumulatorLength(1))];
        _outputSums = new AlignedBuffer<T>((shape.Hidden + 1) * LstmTapeLayout.AccumulatorColumns);
        _projectionSums = new AlignedBuffer<T>(weights.Projection.Length * LstmTapeLayout.AccumulatorColumns);
        _dFeatures = new AlignedBuffer<T>(weights.ProjectedRows > 0 ? LstmWeights<T>.PaddedRows(shape) * Block : 0);
    }

    private int AdjointRows => 2 * LstmWeights<T>.PaddedRows(_weights.Shape) + 2 * _weights.Shape.Hidden;

    /// <summary>(BlockSize) Σ of the gradients after the present step.</summary>
    private T* LaterGradients => _adjoints.Pointer() + AdjointRows * Block;

    /// <summary>(BlockSize) d(meta-loss)/d(output) of the present step.</summary>
    private T* OutputAdjoint => LaterGradients + Block;

    /// <summary>Adds one block's gradient of phi to the sums.</summary>
    /// <param name="block">The block.</param>
    /// <param name="unroll">What was read, and what the outputs are to the meta-loss.</param>
    public void Accumulate<TLanes>(int block, in LstmUnroll<T> unroll)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        const int segment = LstmMetaGradient<T>.SegmentSteps;
        int stateLength = _weights.Shape.StateStride;
        Span<T> firstSlot = _slots.Span[..stateLength];
        new ReadOnlySpan<T>(unroll.States + (nint)block * stateLength, stateLength).CopyTo(firstSlot);
        _adjoints.Span.Clear();

        int lastStart = (unroll.Steps - 1) / segment * segment;
        for (int start = 0; start < lastStart; start += segment)
        {
            firstSlot.CopyTo(_boundaries.Span.Slice(start / segment * stateLength, stateLength));
            Forward<TLanes>(block, unroll, start, segment);
            _slots.Span.Slice(segment * _layout.Stride, stateLength).CopyTo(firstSlot);
        }
        for (int start = lastStart; start >= 0; start -= segment)
        {
            if (start < lastStart)
                _boundaries.Span.Slice(start / segment * stateLength, stateLength).CopyTo(firstSlot);
            int count = Math.Min(segment, unroll.Steps - start);
            Forward<TLanes>(block, unroll, start, count);
            Backward<TLanes>(block, unroll, start, count);
        }
    }

    /// <summary>Sets the state in front of the steps that <see cref="AccumulateStep"/> reverses.</summary>
    /// <param name="state">(state row, BlockSize).</param>
    public void StartAt(ReadOnlySpan<T> state) => state.CopyTo(_slots.Span);

    /// <summary>Adds one block's gradient of phi in one step of a state that all coordinates share.</summary>
    /// <param name="block">The block.</param>
    /// <param name="unroll">What was read, and what the outputs are to the meta-loss.</param>
    /// <param name="step">The step.</param>
    /// <param name="dState">(state row): adjoint of the state after the step, of each coordinate.</param>
    /// <param name="laterGradients">(BlockSize) Σ of the gradients after the step; gets the step's added.</param>
    /// <param name="dStateColumns">(state row, BlockSize): adjoint of the state before the step; added to.</param>
    public void AccumulateStep<TLanes>(int block, in LstmUnroll<T> unroll, int step, ReadOnlySpan<T> dState,
        T* laterGradients, Span<T> dStateColumns)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int columns = Math.Min(Block, unroll.Coordinates - block * Block);
        _adjoints.Span.Clear();
        for (int row = 0; row < dState.Length; row++)
            StateAdjoint(row)[..columns].Fill(dState[row]);
        Forward<TLanes>(block, unroll, step, 1);
        T* slot = _slots.Pointer() + _layout.Stride;
        unroll.FillOutputAdjoint(step, block * Block, laterGradients, OutputAdjoint);
        BackwardStep<TLanes>(slot);
        ReverseProjection<TLanes>(block, unroll, step, slot);
        SumWeights<TLanes>(slot, 1);
        for (int row = 0; row < dState.Length; row++)
        {
            Span<T> sums = dStateColumns.Slice(row * Block, Block);
            TensorPrimitives.Add(sums, StateAdjoint(row), sums);
        }
        AddLaterGradients<TLanes>(block, unroll, step, laterGradients);
    }

    /// <summary>Moves the sums, columns added up in order, into <paramref name="sums"/>; afterwards they are zero.</summary>
    public void FlushTo(LstmWeightSums sums)
    {
        Flush(_cellSums[0], sums.Cells[0]);
        Flush(_cellSums[1], sums.Cells[1]);
        Flush(_outputSums, sums.Output);
        Flush(_projectionSums, sums.Projection);
    }

    /// <summary>(BlockSize) the adjoint of one row of the state; the two hidden states' rows are padded to whole tiles.</summary>
    private Span<T> StateAdjoint(int row)
    {
        int hidden = _weights.Shape.Hidden, padding = LstmWeights<T>.PaddedRows(_weights.Shape) - hidden;
        return _adjoints.Span.Slice((row + Math.Min(row / hidden, 2) * padding) * Block, Block);
    }

    private static void Flush(AlignedBuffer<T> columns, double[] sums)
    {
        T* column = columns.Pointer();
        for (int i = 0; i < sums.Length; i++)
        {
            double sum = 0;
            for (int end = 0; end < LstmTapeLayout.AccumulatorColumns; end++)
                sum += double.CreateTruncating(*column++);
            sums[i] += sum;
        }
        columns.Span.Clear();
    }

    private void Forward<TLanes>(int block, in LstmUnroll<T> unroll, int start, int steps)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int hidden = _weights.Shape.Hidden;
        T* before = _slots.Pointer();
        for (int step = start; step < start + steps; step++, before += _layout.Stride)
        {
            T* slot = before + _layout.Stride;
            T* extra = unroll.ExtraRows(step, _inputs.Extra);
            LstmProjection<TLanes,
                T>.Fill(_weights, _inputs, unroll.Gradient(step), extra, block * Block, unroll.Coordinates, slot + _layout.Inputs);
            T* gates = slot + _layout.Gates0;
            LstmForward<TLanes, T>.GateSums(
                _weights.Forward[0].Pointer(), _weights.Bias[0].Pointer(), slot + _layout.Inputs,
                    _weights.Shape.Inputs, before + LstmTapeLayout.Hidden0, hidden, gates);
            LstmForward<TLanes, T>.Activate(gates, before + _layout.Cell0, hidden, slot + LstmTapeLayout.Hidden0,
                slot + _layout.Cell0, slot + _layout.Tanh0);
            gates = slot + _layout.Gates1;
            LstmForward<TLanes, T>.GateSums(
                _weights.Forward[1].Pointer(), _weights.Bias[1].Pointer(), slot + LstmTapeLayout.Hidden0,
                    hidden, before + _layout.Hidden1, hidden, gates);
            LstmForward<TLanes,
                T>.Activate(gates, before + _layout.Cell1, hidden, slot + _layout.Hidden1, slot + _layout.Cell1, slot + _layout.Tanh1);
        }
    }

    private void Backward<TLanes>(int block, in LstmUnroll<T> unroll, int start, int steps)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int unsummed = 0;
        for (int step = start + steps - 1; step >= start; step--)
        {
            T* slot = _slots.Pointer() + (nint)(step - start + 1) * _layout.Stride;
            unroll.FillOutputAdjoint(step, block * Block, LaterGradients, OutputAdjoint);
            BackwardStep<TLanes>(slot);
            ReverseProjection<TLanes>(block, unroll, step, slot);
            if (++unsummed == StepsPerSum || step == start)
            {
                SumWeights<TLanes>(slot, unsummed);
                unsummed = 0;
            }
            AddLaterGradients<TLanes>(block, unroll, step, LaterGradients);
        }
    }

    /// <summary>
    /// Reverses one step, given that the adjoints of the state after it and of its output are in place: they become those of the state
    /// before.
    /// </summary>
    /// <param name="slot">The step's slot; its gates turn into their adjoints.</param>
    private void BackwardStep<TLanes>(T* slot) where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int hidden = _weights.Shape.Hidden, padded = LstmWeights<T>.PaddedRows(_weights.Shape) * Block;
        T* before = slot - _layout.Stride;
        T* dHidden0 = _adjoints.Pointer(), dHidden1 = dHidden0 + padded, dCell0 = dHidden1 + padded, dCell1 = dCell0 + hidden * Block;
        LstmBackward<TLanes,
            T>.Output(_weights.Output.Pointer(), slot + _layout.Hidden1, hidden, OutputAdjoint, dHidden1, _outputSums.Pointer());

        T* gates = slot + _layout.Gates1;
        LstmBackward<TLanes, T>.Activate(gates, slot + _layout.Tanh1, before + _layout.Cell1, hidden, dHidden1, dCell1);
        LstmBackward<TLanes, T>.Rows(_weights.InputTransposed.Pointer(), gates, hidden, dHidden0, add: true);
        LstmBackward<TLanes, T>.Rows(_weights.RecurrentTransposed[1].Pointer(), gates, hidden, dHidden1, add: false);

        gates = slot + _layout.Gates0;
        LstmBackward<TLanes, T>.Activate(gates, slot + _layout.Tanh0, before + _layout.Cell0, hidden, dHidden0, dCell0);
        LstmBackward<TLanes, T>.Rows(_weights.RecurrentTransposed[0].Pointer(), gates, hidden, dHidden0, add: false);
    }

    /// <summary>
    /// Adds the gradient of the projection in front of the first cell, if there is one, in a step whose gates are adjoints by now.
    /// </summary>
    private void ReverseProjection<TLanes>(int block, in LstmUnroll<T> unroll, int step, T* slot)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int rowCount = _weights.ProjectedRows, hidden = _weights.Shape.Hidden;
        if (rowCount == 0)
            return;
        T* rows = stackalloc T[rowCount * Block];
        LstmFeatures<TLanes,
            T>.Fill(_inputs, unroll.Gradient(step), unroll.ExtraRows(step, _inputs.Extra), block * Block, unroll.Coordinates, rows);
        LstmBackward<TLanes,
            T>.Rows(_weights.ProjectedTransposed.Pointer(), slot + _layout.Gates0, hidden, _dFeatures.Pointer(), add: false);
        LstmProjection<TLanes, T>.Backward(slot + _layout.Inputs, _dFeatures.Pointer(), rows, rowCount, hidden, _projectionSums.Pointer());
    }

    /// <summary>Adds the weight gradients of some steps that have been reversed.</summary>
    private void SumWeights<TLanes>(T* firstSlot, int steps) where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int hidden = _weights.Shape.Hidden;
        LstmBackward<TLanes, T>.Weights(firstSlot, _layout.Stride, steps, _layout.Gates0, _rowOffsets[0], hidden, _cellSums[0].Pointer());
        LstmBackward<TLanes, T>.Weights(firstSlot, _layout.Stride, steps, _layout.Gates1, _rowOffsets[1], hidden, _cellSums[1].Pointer());
    }

    private static void AddLaterGradients<TLanes>(int block, in LstmUnroll<T> unroll, int step, T* laterGradients)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        T* gradient = stackalloc T[Block];
        LstmFeatures<TLanes, T>.CopyBlock(unroll.Gradient(step), block * Block, unroll.Coordinates, gradient);
        for (int column = 0; column < Block; column++)
            laterGradients[column] += gradient[column];
    }
}
