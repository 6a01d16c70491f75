using L2O.Kernels.Lanes;
using L2O.Numerics;

namespace L2O.Kernels.Lstm;

/// <summary>
/// Runs one of the LSTM's kernels on one block of coordinates over and over, as the real passes call it, everything in the
/// first-level caches: for measuring what the kernel itself takes. One thread.
/// </summary>
internal sealed unsafe class LstmKernelLoop
{
    private const int Block = LstmShape.BlockSize;
    private const int StepsPerSum = 4; // as LstmBlockTape sums weight gradients

    private readonly LstmWeights<float> _weights;
    private readonly LstmTapeLayout _layout;
    private readonly AlignedBuffer<float> _slots;
    private readonly AlignedBuffer<float>[] _sums;
    private readonly int[][] _rowOffsets;

    /// <param name="weights">Packed phi.</param>
    /// <param name="rng">Draws the numbers to work on.</param>
    public LstmKernelLoop(LstmWeights<float> weights, Rng rng)
    {
        LstmShape shape = weights.Shape;
        (_weights, _layout) = (weights, new LstmTapeLayout(shape));
        _slots = new AlignedBuffer<float>((StepsPerSum + 1) * _layout.Stride);
        rng.FillUniform(_slots.Span, 0.1);
        _sums = [new AlignedBuffer<float>(_layout.AccumulatorLength(0)), new AlignedBuffer<float>(_layout.AccumulatorLength(1))];
        _rowOffsets = [_layout.GradientRowOffsets(0), _layout.GradientRowOffsets(1)];
    }

    /// <summary>Steps of a block that one repetition of the part makes.</summary>
    public static int StepsPerRepetition(LstmKernelPart part) => part == LstmKernelPart.WeightSums ? StepsPerSum : 1;

    /// <summary>Runs the part that many times. Allocates nothing.</summary>
    public void Run(LaneWidth lanes, LstmKernelPart part, int repetitions)
    {
        var kernel = new Kernel(this, part, repetitions);
        LaneDispatch.Run<Kernel, float>(lanes, ref kernel);
        if (part == LstmKernelPart.WeightSums)
            foreach (AlignedBuffer<float> sums in _sums)
                sums.Span.Clear();
    }

    private void Once<TLanes>(LstmKernelPart part) where TLanes : unmanaged, ILanes<TLanes, float>
    {
        int hidden = _weights.Shape.Hidden;
        float* before = _slots.Pointer(), slot = before + _layout.Stride;
        float* gates0 = slot + _layout.Gates0, gates1 = slot + _layout.Gates1;
        float* hidden0 = slot + LstmTapeLayout.Hidden0, hidden1 = slot + _layout.Hidden1;
        switch (part)
        {
            case LstmKernelPart.GateSums:
                LstmForward<TLanes, float>.GateSums(
                    _weights.Forward[0].Pointer(), _weights.Bias[0].Pointer(), slot + _layout.Inputs,
                        _weights.Shape.Inputs, before, hidden, gates0);
                LstmForward<TLanes, float>.GateSums(
                    _weights.Forward[1].Pointer(), _weights.Bias[1].Pointer(), hidden0, hidden, before + _layout.Hidden1, hidden, gates1);
                break;
            case LstmKernelPart.Activations:
                LstmForward<TLanes,
                    float>.Activate(gates0, before + _layout.Cell0, hidden, hidden0, slot + _layout.Cell0, slot + _layout.Tanh0);
                LstmForward<TLanes,
                    float>.Activate(gates1, before + _layout.Cell1, hidden, hidden1, slot + _layout.Cell1, slot + _layout.Tanh1);
                break;
            case LstmKernelPart.AdjointRows:
                // The tape's own rows stand in for the adjoints: rows of whole tiles, overwritten, never added up.
                LstmBackward<TLanes, float>.Rows(_weights.InputTransposed.Pointer(), gates1, hidden, before + _layout.Gates0, add: false);
                LstmBackward<TLanes,
                    float>.Rows(_weights.RecurrentTransposed[1].Pointer(), gates1, hidden, before + _layout.Gates1, add: false);
                LstmBackward<TLanes,
                    float>.Rows(_weights.RecurrentTransposed[0].Pointer(), gates0, hidden, before + _layout.Gates0, add: false);
                break;
            default:
                LstmBackward<TLanes,
                    float>.Weights(slot, _layout.Stride, StepsPerSum, _layout.Gates0, _rowOffsets[0], hidden, _sums[0].Pointer());
                LstmBackward<TLanes,
                    float>.Weights(slot, _layout.Stride, StepsPerSum, _layout.Gates1, _rowOffsets[1], hidden, _sums[1].Pointer());
                break;
        }
    }

    private readonly struct Kernel(LstmKernelLoop owner, LstmKernelPart part, int repetitions) : ILaneKernel<float>
    {
        public void Run<TLanes>() where TLanes : unmanaged, ILanes<TLanes, float>
        {
            for (int repetition = 0; repetition < repetitions; repetition++)
                owner.Once<TLanes>(part);
        }
    }
}
