using System.Numerics;
using L2O.Numerics;

namespace L2O.Kernels;

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
        _adjoints = new AlignedBuffer<T>((2 * LstmWeights<T>.PaddedRows(shape) + 2 * shape.Hidden + 3) * Block);
        _cellSums = [new AlignedBuffer<T>(_layout.AccumulatorLength(0)), new AlignedBuffer<T>(_layout.AccumulatorLength(1))];
        _outputSums = new AlignedBuffer<T>((shape.Hidden + 1) * LstmTapeLayout.AccumulatorColumns);
    }

    /// <summary>Adds one block's gradient of phi to the sums.</summary>
    public void Accumulate<TLanes>(int block, int n, T* gradients, T* extra, int steps, T* state, T updateFactor)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        const int segment = LstmMetaGradient<T>.SegmentSteps;
        int stateLength = _weights.Shape.StateStride;
        Span<T> firstSlot = _slots.Span[..stateLength];
        new ReadOnlySpan<T>(state + (nint)block * stateLength, stateLength).CopyTo(firstSlot);
        _adjoints.Span.Clear();

        int lastStart = (steps - 1) / segment * segment;
        for (int start = 0; start < lastStart; start += segment)
        {
            firstSlot.CopyTo(_boundaries.Span.Slice(start / segment * stateLength, stateLength));
            Forward<TLanes>(block, n, gradients, extra, start, segment);
            _slots.Span.Slice(segment * _layout.Stride, stateLength).CopyTo(firstSlot);
        }
        for (int start = lastStart; start >= 0; start -= segment)
        {
            if (start < lastStart)
                _boundaries.Span.Slice(start / segment * stateLength, stateLength).CopyTo(firstSlot);
            int count = Math.Min(segment, steps - start);
            Forward<TLanes>(block, n, gradients, extra, start, count);
            Backward<TLanes>(block, n, gradients, start, count, updateFactor);
        }
    }

    /// <summary>Moves the sums, columns added up in order, into <paramref name="sums"/>; afterwards they are zero.</summary>
    public void FlushTo(LstmWeightSums sums)
    {
        Flush(_cellSums[0], sums.Cells[0]);
        Flush(_cellSums[1], sums.Cells[1]);
        Flush(_outputSums, sums.Output);
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

    private void Forward<TLanes>(int block, int n, T* gradients, T* extra, int start, int steps)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int hidden = _weights.Shape.Hidden;
        T* before = _slots.Pointer();
        for (int step = start; step < start + steps; step++, before += _layout.Stride)
        {
            T* slot = before + _layout.Stride;
            T* extraStep = extra + (nint)step * _inputs.Extra * n;
            LstmFeatures<TLanes, T>.Fill(_inputs, gradients + (nint)step * n, extraStep, block * Block, n, slot + _layout.Inputs);
            T* gates = slot + _layout.Gates0;
            LstmForward<TLanes, T>.GateSums(
                _weights.Forward[0].Pointer(), _weights.Bias[0].Pointer(), slot + _layout.Inputs, _inputs.Rows, before + LstmTapeLayout.Hidden0, hidden, gates);
            LstmForward<TLanes, T>.Activate(gates, before + _layout.Cell0, hidden, slot + LstmTapeLayout.Hidden0, slot + _layout.Cell0, slot + _layout.Tanh0);
            gates = slot + _layout.Gates1;
            LstmForward<TLanes, T>.GateSums(
                _weights.Forward[1].Pointer(), _weights.Bias[1].Pointer(), slot + LstmTapeLayout.Hidden0, hidden, before + _layout.Hidden1, hidden, gates);
            LstmForward<TLanes, T>.Activate(gates, before + _layout.Cell1, hidden, slot + _layout.Hidden1, slot + _layout.Cell1, slot + _layout.Tanh1);
        }
    }

    private void Backward<TLanes>(int block, int n, T* gradients, int start, int steps, T updateFactor)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int hidden = _weights.Shape.Hidden, padded = LstmWeights<T>.PaddedRows(_weights.Shape) * Block;
        T* dHidden0 = _adjoints.Pointer(), dHidden1 = dHidden0 + padded;
        T* dCell0 = dHidden1 + padded, dCell1 = dCell0 + hidden * Block;
        T* laterGradients = dCell1 + hidden * Block, dUpdate = laterGradients + Block, gradient = dUpdate + Block;
        int unsummed = 0;
        for (int step = start + steps - 1; step >= start; step--)
        {
            T* slot = _slots.Pointer() + (nint)(step - start + 1) * _layout.Stride, before = slot - _layout.Stride;
            for (int column = 0; column < Block; column++)
                dUpdate[column] = updateFactor * laterGradients[column];
            LstmBackward<TLanes, T>.Output(_weights.Output.Pointer(), slot + _layout.Hidden1, hidden, dUpdate, dHidden1, _outputSums.Pointer());

            T* gates = slot + _layout.Gates1;
            LstmBackward<TLanes, T>.Activate(gates, slot + _layout.Tanh1, before + _layout.Cell1, hidden, dHidden1, dCell1);
            LstmBackward<TLanes, T>.Rows(_weights.InputTransposed.Pointer(), gates, hidden, dHidden0, add: true);
            LstmBackward<TLanes, T>.Rows(_weights.RecurrentTransposed[1].Pointer(), gates, hidden, dHidden1, add: false);

            gates = slot + _layout.Gates0;
            LstmBackward<TLanes, T>.Activate(gates, slot + _layout.Tanh0, before + _layout.Cell0, hidden, dHidden0, dCell0);
            LstmBackward<TLanes, T>.Rows(_weights.RecurrentTransposed[0].Pointer(), gates, hidden, dHidden0, add: false);

            if (++unsummed == StepsPerSum || step == start)
            {
                int stride = _layout.Stride;
                LstmBackward<TLanes, T>.Weights(slot, stride, unsummed, _layout.Gates0, _rowOffsets[0], hidden, _cellSums[0].Pointer());
                LstmBackward<TLanes, T>.Weights(slot, stride, unsummed, _layout.Gates1, _rowOffsets[1], hidden, _cellSums[1].Pointer());
                unsummed = 0;
            }
            LstmFeatures<TLanes, T>.CopyBlock(gradients + (nint)step * n, block * Block, n, gradient);
            for (int column = 0; column < Block; column++)
                laterGradients[column] += gradient[column];
        }
    }
}
