using System.Numerics;
using L2O.Numerics;

namespace L2O.Kernels;

/// <summary>One step of the learned optimizer over all coordinates, a group of blocks at a time. Reusable; allocates at its making only.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed unsafe class LstmStep<T> : IParallelWork where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // 8 blocks are 256 coordinates: about 20 µs of work, and all weights stay in the first-level cache.
    private const int BlocksPerItem = 8;

    private readonly LstmWeights<T> _weights;
    private readonly LstmInputs _inputs;
    private readonly Compute _compute;
    private readonly AlignedBuffer<T>[] _scratch;
    private readonly int _n;
    private T* _gradient, _extra, _update, _state;
    private T _scale;
    private bool _advance;

    /// <param name="weights">Packed phi; may be packed anew between steps.</param>
    /// <param name="inputs">How the inputs come about; its rows equal the weights' inputs.</param>
    /// <param name="coordinates">n.</param>
    /// <param name="compute">Lanes and threads.</param>
    public LstmStep(LstmWeights<T> weights, LstmInputs inputs, int coordinates, Compute compute)
    {
        (_weights, _inputs, _n, _compute) = (weights, inputs, coordinates, compute);
        int rows = inputs.Rows + 9 * weights.Shape.Hidden + 1;
        _scratch = new AlignedBuffer<T>[compute.Threads];
        for (int worker = 0; worker < _scratch.Length; worker++)
            _scratch[worker] = new AlignedBuffer<T>(rows * LstmShape.BlockSize);
    }

    /// <summary>Elements of a state for that many coordinates: (block, row, BlockSize), rows as in <see cref="LstmShape.StateRows"/>.</summary>
    public static int StateLength(LstmShape shape, int coordinates) => checked(LstmShape.Blocks(coordinates) * shape.StateStride);

    /// <summary>Runs the step.</summary>
    /// <param name="gradient">(n).</param>
    /// <param name="extra">(extra row, n); empty if there are none.</param>
    /// <param name="state">See <see cref="StateLength"/>; changed only if <paramref name="advance"/>.</param>
    /// <param name="update">(n) scale · the network's output; overwritten.</param>
    /// <param name="scale">Factor on the output.</param>
    /// <param name="advance">Whether the state moves on.</param>
    public void Run(ReadOnlySpan<T> gradient, ReadOnlySpan<T> extra, Span<T> state, Span<T> update, T scale, bool advance)
    {
        fixed (T* gradientAt = gradient, extraAt = extra, stateAt = state, updateAt = update)
        {
            _gradient = gradientAt;
            _extra = extraAt;
            _state = stateAt;
            _update = updateAt;
            _scale = scale;
            _advance = advance;
            _compute.ForEach(this, (LstmShape.Blocks(_n) + BlocksPerItem - 1) / BlocksPerItem);
        }
    }

    void IParallelWork.Execute(int item, int worker)
    {
        var group = new Group(this, item, worker);
        LaneDispatch.Run<Group, T>(_compute.Lanes, ref group);
    }

    private void Block<TLanes>(int block, T* scratch)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        const int size = LstmShape.BlockSize;
        int hidden = _weights.Shape.Hidden, part = hidden * size;
        T* hidden0 = _state + (nint)block * _weights.Shape.StateStride;
        T* hidden1 = hidden0 + part, cell0 = hidden1 + part, cell1 = cell0 + part;
        T* newHidden0 = scratch, newHidden1 = newHidden0 + part;
        T* newCell0 = _advance ? cell0 : newHidden1 + part, newCell1 = _advance ? cell1 : newHidden1 + 2 * part;
        T* tanhCell = newHidden1 + 3 * part, gates = tanhCell + part;
        T* blockUpdate = gates + LstmShape.Gates * part, features = blockUpdate + size;

        int start = block * size;
        LstmFeatures<TLanes, T>.Fill(_inputs, _gradient, _extra, start, _n, features);
        LstmForward<TLanes, T>.GateSums(_weights.Forward[0].Pointer(), _weights.Bias[0].Pointer(), features, _inputs.Rows, hidden0, hidden, gates);
        LstmForward<TLanes, T>.Activate(gates, cell0, hidden, newHidden0, newCell0, tanhCell);
        LstmForward<TLanes, T>.GateSums(_weights.Forward[1].Pointer(), _weights.Bias[1].Pointer(), newHidden0, hidden, hidden1, hidden, gates);
        LstmForward<TLanes, T>.Activate(gates, cell1, hidden, newHidden1, newCell1, tanhCell);
        LstmForward<TLanes, T>.Output(_weights.Output.Pointer(), newHidden1, hidden, blockUpdate);
        for (int column = 0; column < Math.Min(size, _n - start); column++)
            _update[start + column] = _scale * blockUpdate[column];
        if (_advance)
            new ReadOnlySpan<T>(newHidden0, 2 * part).CopyTo(new Span<T>(hidden0, 2 * part));
    }

    /// <summary>Neighbouring blocks, done by one worker.</summary>
    private readonly struct Group(LstmStep<T> step, int item, int worker) : ILaneKernel<T>
    {
        public void Run<TLanes>() where TLanes : unmanaged, ILanes<TLanes, T>
        {
            int first = item * BlocksPerItem, end = Math.Min(first + BlocksPerItem, LstmShape.Blocks(step._n));
            for (int block = first; block < end; block++)
                step.Block<TLanes>(block, step._scratch[worker].Pointer());
        }
    }
}
