using System.Numerics;
using L2O.Kernels.Lanes;
using L2O.Numerics;

namespace L2O.Kernels.Lstm;

/// <summary>
/// The gradient of the meta-loss with respect to phi over one unroll of a network whose coordinates share one state, the
/// mean of what each makes of it (docs/mathematics.md section 6). The mean ties all coordinates together at every step, so all blocks
/// walk back step by step; the state in front of each step is stored, and one step forward is computed again from it.
/// </summary>
/// <remarks>As <see cref="LstmMetaGradient{T}"/>, the result has the same bits for every number of threads and every lane width.</remarks>
/// <typeparam name="T">float or double.</typeparam>
internal sealed unsafe class LstmSharedMetaGradient<T> : IParallelWork where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // A chunk keeps its accumulators over all steps, 0.3 MB for a hidden size of 20: fewer chunks than in the plain reverse.
    private const int MaximumChunks = 16;

    // Accumulators in single precision are emptied into double precision after this many steps of a block.
    private const int BlockStepsPerFlush = 320;

    private readonly LstmShape _shape;
    private readonly Compute _compute;
    private readonly int _n;
    private readonly int _blocks;
    private readonly int _blocksPerChunk;
    private readonly int _chunks;
    private readonly LstmBlockTape<T>[] _tapes; // one a chunk
    private readonly LstmWeightSums[] _chunkSums;
    private readonly AlignedBuffer<T> _laterGradients; // (block, BlockSize)
    private readonly AlignedBuffer<T> _dStateColumns; // (chunk, state row, BlockSize)
    private readonly T[] _dState; // (state row) of one coordinate
    private readonly int[] _unflushed; // (chunk) steps of blocks
    private LstmUnroll<T> _unroll;
    private int _step;

    /// <param name="weights">Packed phi; may be packed anew between calls.</param>
    /// <param name="inputs">How the inputs come about; its rows are the weights' inputs or what they project.</param>
    /// <param name="coordinates">n.</param>
    /// <param name="compute">Lanes and threads.</param>
    public LstmSharedMetaGradient(LstmWeights<T> weights, LstmInputs inputs, int coordinates, Compute compute)
    {
        (_shape, _compute, _n, _blocks) = (weights.Shape, compute, coordinates, LstmShape.Blocks(coordinates));
        _blocksPerChunk = (_blocks + MaximumChunks - 1) / MaximumChunks;
        _chunks = (_blocks + _blocksPerChunk - 1) / _blocksPerChunk;
        _tapes = new LstmBlockTape<T>[_chunks];
        _chunkSums = new LstmWeightSums[_chunks];
        for (int chunk = 0; chunk < _chunks; chunk++)
        {
            _tapes[chunk] = new LstmBlockTape<T>(weights, inputs, maximumSteps: 1);
            _chunkSums[chunk] = new LstmWeightSums(_shape, weights.ProjectedRows);
        }
        _laterGradients = new AlignedBuffer<T>(_blocks * LstmShape.BlockSize);
        _dStateColumns = new AlignedBuffer<T>(_chunks * _shape.StateStride);
        _dState = new T[_shape.StateRows];
        _unflushed = new int[_chunks];
    }

    /// <summary>The sums of the last call.</summary>
    public LstmWeightSums Total => _chunkSums[0];

    /// <summary>Computes the gradient; <see cref="Total"/> holds it. Allocates nothing.</summary>
    /// <param name="unroll">What was read, and what the outputs are to the meta-loss.</param>
    public void Run(LstmUnrollSpans<T> unroll)
    {
        foreach (LstmWeightSums sums in _chunkSums)
            sums.Clear();
        _laterGradients.Span.Clear();
        Array.Clear(_dState);
        Array.Clear(_unflushed);
        fixed (T* gradients = unroll.Gradients, extra = unroll.Extra, adjoints = unroll.Adjoints,
            slopes = unroll.Slopes, states = unroll.States)
        {
            _unroll = new LstmUnroll<T>(unroll, gradients, extra, adjoints, slopes, states, _n);
            for (_step = unroll.Steps - 1; _step >= 0; _step--)
            {
                _compute.ForEach(this, _chunks);
                SumStateAdjoints();
            }
        }
        for (int chunk = 0; chunk < _chunks; chunk++)
            _tapes[chunk].FlushTo(_chunkSums[chunk]);
        for (int chunk = 1; chunk < _chunks; chunk++)
            Total.Add(_chunkSums[chunk]);
    }

    void IParallelWork.Execute(int item, int worker)
    {
        var chunk = new Chunk(this, item);
        LaneDispatch.Run<Chunk, T>(_compute.Lanes, ref chunk);
    }

    /// <summary>
    /// Every coordinate read the same state, so the state's adjoint is the sum of theirs; it is the mean of what the
    /// coordinates made in the step before, so each of these gets an nth of it.
    /// </summary>
    private void SumStateAdjoints()
    {
        for (int row = 0; row < _dState.Length; row++)
        {
            double sum = 0;
            for (int chunk = 0; chunk < _chunks; chunk++)
                foreach (T value in _dStateColumns.Span.Slice(chunk * _shape.StateStride + row * LstmShape.BlockSize, LstmShape.BlockSize))
                    sum += double.CreateTruncating(value);
            _dState[row] = T.CreateTruncating(sum / _n);
        }
    }

    /// <summary>Neighboring blocks whose sums belong together.</summary>
    private readonly struct Chunk(LstmSharedMetaGradient<T> owner, int chunk) : ILaneKernel<T>
    {
        public void Run<TLanes>() where TLanes : unmanaged, ILanes<TLanes, T>
        {
            LstmBlockTape<T> tape = owner._tapes[chunk];
            Span<T> dStateColumns = owner._dStateColumns.Span.Slice(chunk * owner._shape.StateStride, owner._shape.StateStride);
            dStateColumns.Clear();
            tape.StartAt(new ReadOnlySpan<T>(owner._unroll.States + (nint)owner._step * owner._shape.StateStride,
                owner._shape.StateStride));
            int first = chunk * owner._blocksPerChunk, end = Math.Min(first + owner._blocksPerChunk, owner._blocks);
            for (int block = first; block < end; block++)
            {
                tape.AccumulateStep<TLanes>(block, owner._unroll, owner._step, owner._dState,
                    owner._laterGradients.Pointer() + block * LstmShape.BlockSize, dStateColumns);
                if (++owner._unflushed[chunk] < BlockStepsPerFlush)
                    continue;
                tape.FlushTo(owner._chunkSums[chunk]);
                owner._unflushed[chunk] = 0;
            }
        }
    }
}
