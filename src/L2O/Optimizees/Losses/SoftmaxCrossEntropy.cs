using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using L2O.Data;
using L2O.Kernels.Functions;
using L2O.Kernels.Lanes;
using L2O.Kernels.Products;
using L2O.Numerics;

namespace L2O.Optimizees.Losses;

/// <summary>The loss behind a network's last layer: negative log-likelihood of the labels under a softmax of the logits.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class SoftmaxCrossEntropy<T> : ILoss<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int _classCount;
    private readonly LaneWidth _lanes;
    private AlignedBuffer<T> _exponentials = new(0); // (class, sample): e^(logit - largest logit)
    private AlignedBuffer<T> _gradients = new(0); // (class, sample): softmax/count
    private AlignedBuffer<T> _largest = new(0), _best = new(0); // (sample): the largest logit, and its class
    private AlignedBuffer<T> _sums = new(0), _logs = new(0); // (sample): sums of the exponentials, and their logarithms
    private AlignedBuffer<T> _rows = new(0); // (sample, class): the exponentials, where a direction asks for them
    private int _stride; // samples of the last forward pass, and as many behind them as fill a register

    /// <summary>A loss over that many classes.</summary>
    /// <param name="classCount">Number of classes, 1 to 256.</param>
    /// <param name="compute">Where to run.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of classes is out of range.</exception>
    public SoftmaxCrossEntropy(int classCount, Compute compute)
    {
        ArgumentNullException.ThrowIfNull(compute);
        if (classCount is < 1 or > 256)
            throw new ArgumentOutOfRangeException(nameof(classCount), classCount, "expected 1 to 256 classes, since labels are bytes");
        (_classCount, _lanes) = (classCount, compute.Lanes);
    }

    /// <inheritdoc/>
    public LossTraits Traits => LossTraits.ShiftInvariant;

    /// <summary>Sum of the samples' losses, in nats, and number of samples whose largest logit is the label's.</summary>
    /// <param name="logits">(sample, class).</param>
    /// <param name="labels">(sample).</param>
    /// <exception cref="ArgumentException">A label is not below the number of classes.</exception>
    public (double LossSum, int Hits) Forward(ReadOnlySpan<T> logits, ReadOnlySpan<byte> labels)
    {
        Check(logits.Length, labels);
        Reserve(labels.Length);
        Exponentiate(logits, labels.Length);
        Span<T> largest = _largest.Span, best = _best.Span, logs = _logs.Span;
        double lossSum = 0;
        int hits = 0;
        for (int sample = 0; sample < labels.Length; sample++)
        {
            int label = labels[sample];
            lossSum += double.CreateChecked(logs[sample] - (logits[sample * _classCount + label] - largest[sample]));
            if (best[sample] == T.CreateTruncating(label))
                hits++;
        }
        return (lossSum, hits);
    }

    /// <inheritdoc/>
    public (double LossSum, int? Hits) Forward(ReadOnlySpan<T> outputs, Batch<T> batch) => Forward(outputs, Checked(batch).Labels);

    /// <inheritdoc/>
    public void Backward(ReadOnlySpan<T> outputs, Batch<T> batch, Span<T> dOutputs) => Backward(batch.Labels, dOutputs);

    /// <inheritdoc/>
    public void BackwardTangent(ReadOnlySpan<T> outputs, Batch<T> batch, ReadOnlySpan<T> outputsTangent, Span<T> dOutputsTangent) =>
        BackwardTangent(outputsTangent, dOutputsTangent);

    /// <summary>
    /// Derivative of the mean loss by the logits, for the samples of the last <see cref="Forward(ReadOnlySpan{T}, ReadOnlySpan{byte})"/>:
    /// (softmax - one-hot label)/count.
    /// </summary>
    /// <param name="labels">(sample), as in the forward pass.</param>
    /// <param name="dLogits">(sample, class); overwritten.</param>
    public void Backward(ReadOnlySpan<byte> labels, Span<T> dLogits)
    {
        T factor = T.One / T.CreateChecked(labels.Length);
        SoftmaxColumns<T>.Probabilities(_lanes, factor, _exponentials.Span[..(_classCount * _stride)], _sums.Span[.._stride],
            _gradients.Span);
        Transposition.Copy(_gradients.Span, _stride, _classCount, labels.Length, dLogits, _classCount);
        for (int sample = 0; sample < labels.Length; sample++)
            dLogits[sample * _classCount + labels[sample]] -= factor;
    }

    /// <summary>
    /// How <see cref="Backward(ReadOnlySpan{byte}, Span{T})"/>'s result changes along a direction of the logits, for the samples of the
    /// last <see cref="Forward(ReadOnlySpan{T}, ReadOnlySpan{byte})"/>: p·(tangent - Σ p·tangent)/count, p the softmax.
    /// </summary>
    /// <param name="logitsTangent">(sample, class) the direction.</param>
    /// <param name="dLogitsTangent">(sample, class); overwritten.</param>
    public void BackwardTangent(ReadOnlySpan<T> logitsTangent, Span<T> dLogitsTangent)
    {
        int count = logitsTangent.Length / _classCount;
        T factor = T.One / T.CreateChecked(count);
        CopyRows(count);
        for (int sample = 0; sample < count; sample++)
        {
            ReadOnlySpan<T> exponentials = _rows.Span.Slice(sample * _classCount, _classCount),
                tangent = logitsTangent.Slice(sample * _classCount, _classCount);
            Span<T> row = dLogitsTangent.Slice(sample * _classCount, _classCount);
            T mean = TensorPrimitives.Dot(exponentials, tangent) / _sums.Span[sample], scale = factor / _sums.Span[sample];
            for (int c = 0; c < row.Length; c++)
                row[c] = exponentials[c] * scale * (tangent[c] - mean);
        }
    }

    private static Batch<T> Checked(Batch<T> batch) => batch.Targets.IsEmpty
        ? batch
        : throw new ArgumentException("the batch has target values; softmax cross-entropy expects classes", nameof(batch));

    private void Check(int logits, ReadOnlySpan<byte> labels)
    {
        if (logits != (long)labels.Length * _classCount)
            throw new ArgumentException($"{logits} logits for {labels.Length} samples of {_classCount} classes; expected a logit for each");
        for (int sample = 0; sample < labels.Length; sample++)
            if (labels[sample] >= _classCount)
                throw new ArgumentException($"label {labels[sample]} of sample {sample} of the batch; expected 0 to {_classCount - 1}");
    }

    /// <summary>The largest value is taken off before, so that no exponential overflows.</summary>
    private void Exponentiate(ReadOnlySpan<T> logits, int count)
    {
        _stride = Padded(count);
        Transposition.Copy(logits, _classCount, count, _classCount, _exponentials.Span, _stride);
        SoftmaxColumns<T>.Exponentiate(_lanes, _exponentials.Span[..(_classCount * _stride)], _largest.Span[.._stride], _best.Span,
            _sums.Span, _logs.Span);
    }

    private void CopyRows(int count)
    {
        if (_rows.Length < count * _classCount)
            _rows = new AlignedBuffer<T>(count * _classCount);
        Transposition.Copy(_exponentials.Span, _stride, _classCount, count, _rows.Span, _classCount);
    }

    private static int Padded(int count)
    {
        int most = 64 / Unsafe.SizeOf<T>();
        return checked(count + most - 1) / most * most;
    }

    private void Reserve(int count)
    {
        int padded = Padded(count);
        if (_sums.Length >= padded)
            return;
        _exponentials = new AlignedBuffer<T>(checked(padded * _classCount));
        _gradients = new AlignedBuffer<T>(_exponentials.Length);
        (_largest, _best, _sums, _logs) = (new(padded), new(padded), new(padded), new(padded));
    }
}
