using System.Numerics;
using System.Numerics.Tensors;
using L2O.Kernels.Lanes;
using L2O.Kernels.Products;
using L2O.Numerics;

namespace L2O.Kernels.Convolutions;

/// <summary>
/// Convolutions of a batch as matrix products over unfolded images. Threads share out blocks of samples that depend on the batch size
/// alone, and the blocks' gradients are added in order: the same bits for any number of threads. Owns its scratch memory,
/// which grows to the largest batch seen. Serves one caller at a time.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed unsafe class Convolution<T> : IParallelWork
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int SamplesPerBlock = 8;

    // Each block has a gradient of its own: this many bound their memory when a whole data set is one batch.
    private const int MaxBlocks = 64;

    private readonly ConvolutionShape _shape;
    private readonly Compute _compute;
    private readonly LaneWidth _foldLanes;
    private readonly int _patchSize;
    private readonly Gemm<T>[] _gemms; // of each worker
    private readonly AlignedBuffer<T>[] _patches; // of each worker: (tap, position), and a row of ones
    private readonly AlignedBuffer<T>[] _dPatches; // of each worker: (tap, position)
    private AlignedBuffer<T> _blockGradients = new(0); // (block, tap, output channel), the bias behind the last tap
    private T* _input, _output, _weight, _bias, _dOutput, _dInput, _gradients;
    private int _count;
    private int _samplesPerBlock;
    private bool _isBackward;

    /// <summary>Convolutions of that shape.</summary>
    public Convolution(ConvolutionShape shape, Compute compute)
    {
        (_shape, _compute) = (shape, compute);
        // Rows of small images are shorter than the widest register.
        _foldLanes = compute.Lanes == LaneWidth.Bits512 && shape.OutputWidth * sizeof(T) < 128 ? LaneWidth.Bits256 : compute.Lanes;
        _gemms = new Gemm<T>[compute.Threads];
        _patches = new AlignedBuffer<T>[compute.Threads];
        _dPatches = new AlignedBuffer<T>[compute.Threads];
        _patchSize = checked((shape.Taps + 1) * shape.Positions);
    }

    private GemmShape ForwardProduct => new(_shape.OutputChannels, _shape.Positions, _shape.Taps, Accumulate: true);

    // Transposed, since then only the small factor must be rearranged. The patches' row of ones gives the bias's derivative.
    private GemmShape WeightProduct =>
        new(_shape.Taps + 1, _shape.OutputChannels, _shape.Positions, RightTransposed: true, Accumulate: true);

    private GemmShape InputProduct => new(_shape.Taps, _shape.Positions, _shape.OutputChannels, LeftTransposed: true);

    private int GradientSize => (_shape.Taps + 1) * _shape.OutputChannels;

    /// <summary>Convolves each sample.</summary>
    /// <param name="input">(sample, channel, row, column).</param>
    /// <param name="weight">(output channel, tap).</param>
    /// <param name="bias">(output channel).</param>
    /// <param name="output">(sample, output channel, row, column); overwritten.</param>
    /// <param name="count">Samples.</param>
    public void Forward(ReadOnlySpan<T> input, ReadOnlySpan<T> weight, ReadOnlySpan<T> bias, Span<T> output, int count)
    {
        _isBackward = false;
        fixed (T* x = input, w = weight, b = bias, y = output)
        {
            _input = x;
            _weight = w;
            _bias = b;
            _output = y;
            ForEachBlock(count);
        }
    }

    /// <summary>The derivatives of a loss.</summary>
    /// <param name="input">As in the forward pass.</param>
    /// <param name="weight">As in the forward pass.</param>
    /// <param name="dOutput">(sample, output channel, row, column).</param>
    /// <param name="dWeight">(output channel, tap); overwritten.</param>
    /// <param name="dBias">(output channel); overwritten.</param>
    /// <param name="dInput">(sample, channel, row, column); overwritten. Empty where nobody needs it.</param>
    /// <param name="count">Samples.</param>
    public void Backward(ReadOnlySpan<T> input, ReadOnlySpan<T> weight, ReadOnlySpan<T> dOutput,
        Span<T> dWeight, Span<T> dBias, Span<T> dInput, int count)
    {
        _isBackward = true;
        int blocks = BlocksOf(count);
        if (_blockGradients.Length < blocks * GradientSize)
            _blockGradients = new AlignedBuffer<T>(checked(blocks * GradientSize));
        fixed (T* x = input, w = weight, dy = dOutput, dx = dInput, gradients = _blockGradients.Span)
        {
            _input = x;
            _weight = w;
            _dOutput = dy;
            _dInput = dx;
            _gradients = gradients;
            ForEachBlock(count);
        }
        Span<T> sum = _blockGradients.Span[..GradientSize];
        for (int block = 1; block < blocks; block++)
            TensorPrimitives.Add(sum, _blockGradients.Span.Slice(block * GradientSize, GradientSize), sum);
        for (int channel = 0; channel < _shape.OutputChannels; channel++)
            for (int tap = 0; tap < _shape.Taps; tap++)
                dWeight[channel * _shape.Taps + tap] = sum[tap * _shape.OutputChannels + channel];
        sum[(_shape.Taps * _shape.OutputChannels)..].CopyTo(dBias);
    }

    /// <inheritdoc/>
    public void Execute(int item, int worker)
    {
        int end = Math.Min(_count, (item + 1) * _samplesPerBlock);
        for (int sample = item * _samplesPerBlock; sample < end; sample++)
        {
            if (_isBackward)
                BackwardSample(sample, worker, item);
            else
                ForwardSample(sample, worker);
        }
    }

    private void ForwardSample(int sample, int worker)
    {
        Unfold(sample, worker);
        var output = new Span<T>(_output + (nint)sample * _shape.OutputSize, _shape.OutputSize);
        for (int channel = 0; channel < _shape.OutputChannels; channel++)
            output.Slice(channel * _shape.Positions, _shape.Positions).Fill(_bias[channel]);
        _gemms[worker].Multiply(ForwardProduct, Weight(), _patches[worker].Span[..(_shape.Taps * _shape.Positions)], output);
    }

    private void BackwardSample(int sample, int worker, int block)
    {
        Unfold(sample, worker);
        var dOutput = new ReadOnlySpan<T>(_dOutput + (nint)sample * _shape.OutputSize, _shape.OutputSize);
        var gradient = new Span<T>(_gradients + (nint)block * GradientSize, GradientSize);
        bool isFirst = sample == block * _samplesPerBlock;
        _gemms[worker].Multiply(WeightProduct with { Accumulate = !isFirst }, _patches[worker].Span, dOutput, gradient);
        if (_dInput == null)
            return;
        _gemms[worker].Multiply(InputProduct, Weight(), dOutput, _dPatches[worker].Span);
        T* dInput = _dInput + (nint)sample * _shape.InputSize;
        new Span<T>(dInput, _shape.InputSize).Clear();
        var fold = new PatchMatrix<T>(_shape, dInput, _dPatches[worker].Pointer(), folds: true);
        LaneDispatch.Run<PatchMatrix<T>, T>(_foldLanes, ref fold);
    }

    private void Unfold(int sample, int worker)
    {
        var unfold = new PatchMatrix<T>(_shape, _input + (nint)sample * _shape.InputSize, _patches[worker].Pointer(), folds: false);
        LaneDispatch.Run<PatchMatrix<T>, T>(_foldLanes, ref unfold);
    }

    private ReadOnlySpan<T> Weight() => new(_weight, _shape.OutputChannels * _shape.Taps);

    /// <summary>
    /// Makes the buffers of all workers when the first batch comes: many networks are only described. A worker may get its first item late,
    /// and nothing is left to allocate then.
    /// </summary>
    private void Reserve()
    {
        for (int worker = 0; worker < _gemms.Length; worker++)
        {
            _gemms[worker] = new Gemm<T>(_compute.Serial);
            _gemms[worker].Reserve(ForwardProduct);
            _gemms[worker].Reserve(WeightProduct);
            _gemms[worker].Reserve(InputProduct);
            _patches[worker] = new AlignedBuffer<T>(_patchSize);
            _patches[worker].Span[(_shape.Taps * _shape.Positions)..].Fill(T.One);
            _dPatches[worker] = new AlignedBuffer<T>(_shape.Taps * _shape.Positions);
        }
    }

    private void ForEachBlock(int count)
    {
        if (_gemms[0] is null)
            Reserve();
        _count = count;
        _samplesPerBlock = PerBlock(count);
        _compute.ForEach(this, BlocksOf(count));
    }

    private static int PerBlock(int count) => Math.Max(SamplesPerBlock, (count + MaxBlocks - 1) / MaxBlocks);

    private static int BlocksOf(int count) => (count + PerBlock(count) - 1) / PerBlock(count);
}
