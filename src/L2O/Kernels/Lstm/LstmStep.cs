using System.Numerics;
using System.Numerics.Tensors;
using L2O.Kernels.Lanes;
using L2O.Numerics;

namespace L2O.Kernels.Lstm;

/// <summary>
/// One step of the learned optimizer over all coordinates, a group of blocks at a time. Reusable; allocates at its making only.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed unsafe class LstmStep<T> : IParallelWork where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // 8 blocks are 256 coordinates: about 20 µs of work, and all weights stay in the first-level cache.
    private const int BlocksPerItem = 8;

    private readonly LstmWeights<T> _weights;
    private readonly LstmInputs _inputs;
    private readonly Compute _compute;
    private readonly AlignedBuffer<T>[] _scratch;
    private readonly AlignedBuffer<T>? _stateSums; // (item, state row, BlockSize), if the coordinates share their state
    private readonly int _n;
    private T* _gradient, _extra, _update, _state;
    private T _scale;
    private bool _advance;

    /// <param name="weights">Packed phi; may be packed anew between steps.</param>
    /// <param name="inputs">How the inputs come about; its rows equal the weights' inputs.</param>
    /// <param name="coordinates">n.</param>
    /// <param name="compute">Lanes and threads.</param>
    /// <param name="sharesState">Whether all coordinates read one state, which becomes the mean of what each makes of it
    /// (docs/mathematics.md section 6).</param>
    public LstmStep(LstmWeights<T> weights, LstmInputs inputs, int coordinates, Compute compute, bool sharesState = false)
    {
        (_weights, _inputs, _n, _compute) = (weights, inputs, coordinates, compute);
        int rows = weights.Shape.Inputs + 9 * weights.Shape.Hidden + 1;
        _scratch = new AlignedBuffer<T>[compute.Threads];
        for (int worker = 0; worker < _scratch.Length; worker++)
            _scratch[worker] = new AlignedBuffer<T>(rows * LstmShape.BlockSize);
        _stateSums = sharesState ? new AlignedBuffer<T>(checked(Items * weights.Shape.StateStride)) : null;
    }

    private int Items => (LstmShape.Blocks(_n) + BlocksPerItem - 1) / BlocksPerItem;

    /// <summary>
    /// Elements of a state for that many coordinates: (block, row, BlockSize), rows as in <see cref="LstmShape.StateRows"/>; one block,
    /// all columns equal, if they share it.
    /// </summary>
    public static int StateLength(LstmShape shape, int coordinates, bool sharesState = false) =>
        checked((sharesState ? 1 : LstmShape.Blocks(coordinates)) * shape.StateStride);

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
            _compute.ForEach(this, Items);
        }
        if (advance && _stateSums is { } sums)
            MeanOfStates(sums.Span, state);
    }

    void IParallelWork.Execute(int item, int worker)
    {
        var group = new Group(this, item, worker);
        LaneDispatch.Run<Group, T>(_compute.Lanes, ref group);
    }

    /// <summary>
    /// Fills each row of the shared state with the mean over all coordinates, summed in a fixed order in double precision.
    /// </summary>
    private void MeanOfStates(ReadOnlySpan<T> sums, Span<T> state)
    {
        int stride = _weights.Shape.StateStride;
        for (int row = 0; row < stride; row += LstmShape.BlockSize)
        {
            double sum = 0;
            for (int item = 0; item < Items; item++)
                foreach (T value in sums.Slice(item * stride + row, LstmShape.BlockSize))
                    sum += double.CreateTruncating(value);
            state.Slice(row, LstmShape.BlockSize).Fill(T.CreateTruncating(sum / _n));
        }
    }

    private void Block<TLanes>(int block, T* scratch)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        const int size = LstmShape.BlockSize;
        int hidden = _weights.Shape.Hidden, part = hidden * size;
        bool own = _stateSums is null, inPlace = _advance && own;
        T* hidden0 = own ? _state + (nint)block * _weights.Shape.StateStride : _state;
        T* hidden1 = hidden0 + part, cell0 = hidden1 + part, cell1 = cell0 + part;
        T* newHidden0 = scratch, newHidden1 = newHidden0 + part;
        T* newCell0 = inPlace ? cell0 : newHidden1 + part, newCell1 = inPlace ? cell1 : newHidden1 + 2 * part;
        T* tanhCell = newHidden1 + 3 * part, gates = tanhCell + part;
        T* blockUpdate = gates + LstmShape.Gates * part, features = blockUpdate + size;

        int start = block * size;
        LstmProjection<TLanes, T>.Fill(_weights, _inputs, _gradient, _extra, start, _n, features);
        LstmForward<TLanes,
            T>.GateSums(_weights.Forward[0].Pointer(), _weights.Bias[0].Pointer(), features, _weights.Shape.Inputs, hidden0, hidden, gates);
        LstmForward<TLanes, T>.Activate(gates, cell0, hidden, newHidden0, newCell0, tanhCell);
        LstmForward<TLanes,
            T>.GateSums(_weights.Forward[1].Pointer(), _weights.Bias[1].Pointer(), newHidden0, hidden, hidden1, hidden, gates);
        LstmForward<TLanes, T>.Activate(gates, cell1, hidden, newHidden1, newCell1, tanhCell);
        LstmForward<TLanes, T>.Output(_weights.Output.Pointer(), newHidden1, hidden, blockUpdate);
        for (int column = 0; column < Math.Min(size, _n - start); column++)
            _update[start + column] = _scale * blockUpdate[column];
        if (inPlace)
            new ReadOnlySpan<T>(newHidden0, 2 * part).CopyTo(new Span<T>(hidden0, 2 * part));
        else if (_advance)
            AddStates(block, newHidden0);
    }

    /// <summary>
    /// Adds a block's new state, four parts in a row, to the sums of its item; columns beyond the last coordinate do not count.
    /// </summary>
    private void AddStates(int block, T* newState)
    {
        int stride = _weights.Shape.StateStride, columns = Math.Min(LstmShape.BlockSize, _n - block * LstmShape.BlockSize);
        for (int row = 0; columns < LstmShape.BlockSize && row < stride; row += LstmShape.BlockSize)
            new Span<T>(newState + row + columns, LstmShape.BlockSize - columns).Clear();
        Span<T> sums = _stateSums!.Span.Slice(block / BlocksPerItem * stride, stride);
        if (block % BlocksPerItem == 0)
            sums.Clear();
        TensorPrimitives.Add(sums, new ReadOnlySpan<T>(newState, stride), sums);
    }

    /// <summary>Neighboring blocks, done by one worker.</summary>
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
