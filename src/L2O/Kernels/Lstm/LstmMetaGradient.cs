using System.Numerics;
using L2O.Kernels.Lanes;

namespace L2O.Kernels.Lstm;

/// <summary>
/// The gradient of the meta-loss with respect to phi over one unroll (docs/mathematics.md section 4). One block of coordinates at a time
/// walks through all its steps: the forward pass is computed again from the stored gradients, then reversed, in a
/// workspace of the size of a cache. Only the gradients are kept for all coordinates and steps.
/// </summary>
/// <remarks>
/// Coordinates are split into at most <see cref="MaximumChunks"/> chunks that depend on n alone, each summed by itself and
/// added up in order, so the result has the same bits for every number of threads and every lane width.
/// Unrolls longer than <see cref="SegmentSteps"/> are split into segments; all but the last are computed forward once more,
/// so that the workspace stays bounded.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
internal sealed unsafe class LstmMetaGradient<T> : IParallelWork where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>
    /// Steps that the workspace holds: 36 kB each for a hidden size of 20. Longer than the second-level cache asks for, since
    /// going through the third-level one costs next to nothing here, and computing forward once more a quarter.
    /// </summary>
    public const int SegmentSteps = 256;

    private const int MaximumChunks = 64;

    private readonly LstmWeights<T> _weights;
    private readonly LstmInputs _inputs;
    private readonly Compute _compute;
    private readonly int _n;
    private readonly int _blocksPerChunk;
    private readonly int _chunks;
    private readonly LstmBlockTape<T>[] _tapes;
    private readonly LstmWeightSums[] _chunkSums;
    private LstmUnroll<T> _unroll;

    /// <param name="weights">Packed phi; may be packed anew between calls.</param>
    /// <param name="inputs">How the inputs come about; its rows are the weights' inputs or what they project.</param>
    /// <param name="coordinates">n.</param>
    /// <param name="maximumSteps">Longest unroll.</param>
    /// <param name="compute">Lanes and threads.</param>
    public LstmMetaGradient(LstmWeights<T> weights, LstmInputs inputs, int coordinates, int maximumSteps, Compute compute)
    {
        (_weights, _inputs, _n, _compute) = (weights, inputs, coordinates, compute);
        int blocks = LstmShape.Blocks(coordinates);
        _blocksPerChunk = (blocks + MaximumChunks - 1) / MaximumChunks;
        _chunks = (blocks + _blocksPerChunk - 1) / _blocksPerChunk;
        _tapes = new LstmBlockTape<T>[compute.Threads];
        for (int worker = 0; worker < _tapes.Length; worker++)
            _tapes[worker] = new LstmBlockTape<T>(weights, inputs, maximumSteps);
        _chunkSums = new LstmWeightSums[_chunks];
        for (int chunk = 0; chunk < _chunks; chunk++)
            _chunkSums[chunk] = new LstmWeightSums(weights.Shape, weights.ProjectedRows);
    }

    /// <summary>The sums of the last call.</summary>
    public LstmWeightSums Total => _chunkSums[0];

    /// <summary>Computes the gradient; <see cref="Total"/> holds it. Allocates nothing.</summary>
    /// <param name="unroll">What was read, and what the outputs are to the meta-loss; at most the maximum of steps.</param>
    public void Run(LstmUnrollSpans<T> unroll)
    {
        fixed (T* gradients = unroll.Gradients, extra = unroll.Extra, adjoints = unroll.Adjoints,
            slopes = unroll.Slopes, states = unroll.States)
        {
            _unroll = new LstmUnroll<T>(unroll, gradients, extra, adjoints, slopes, states, _n);
            _compute.ForEach(this, _chunks);
        }
        for (int chunk = 1; chunk < _chunks; chunk++)
            Total.Add(_chunkSums[chunk]);
    }

    void IParallelWork.Execute(int item, int worker)
    {
        var chunk = new Chunk(this, item, worker);
        LaneDispatch.Run<Chunk, T>(_compute.Lanes, ref chunk);
    }

    /// <summary>Neighboring blocks whose sums belong together.</summary>
    private readonly struct Chunk(LstmMetaGradient<T> owner, int chunk, int worker) : ILaneKernel<T>
    {
        // Accumulators in single precision are emptied into double precision this often.
        private const int BlocksPerFlush = 16;

        public void Run<TLanes>() where TLanes : unmanaged, ILanes<TLanes, T>
        {
            LstmBlockTape<T> tape = owner._tapes[worker];
            LstmWeightSums sums = owner._chunkSums[chunk];
            sums.Clear();
            int first = chunk * owner._blocksPerChunk, end = Math.Min(first + owner._blocksPerChunk, LstmShape.Blocks(owner._n));
            for (int block = first; block < end; block++)
            {
                tape.Accumulate<TLanes>(block, owner._unroll);
                if (block + 1 == end || (block + 1 - first) % BlocksPerFlush == 0)
                    tape.FlushTo(sums);
            }
        }
    }
}
