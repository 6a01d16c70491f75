using System.Numerics;
using System.Numerics.Tensors;
using L2O.Data;
using L2O.Kernels.Functions;
using L2O.Kernels.Lanes;
using L2O.Numerics;

namespace L2O.Optimizees.Losses;

/// <summary>The loss behind a network's last layer: negative log-likelihood of the labels under a softmax of the logits.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class SoftmaxCrossEntropy<T> : ILoss<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int _classCount;
    private readonly LaneWidth _lanes;
    private AlignedBuffer<T> _exponentials = new(0); // (sample, class): e^(logit - largest logit)
    private AlignedBuffer<T> _sums = new(0); // (sample): their sums
    private AlignedBuffer<T> _logs = new(0); // (sample): the sums' logarithms
    private AlignedBuffer<T> _labelLogits = new(0); // (sample): the label's logit - largest logit

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
        Reserve(labels.Length);
        int hits = 0;
        for (int sample = 0; sample < labels.Length; sample++)
            if (Shift(logits.Slice(sample * _classCount, _classCount), labels[sample], sample))
                hits++;

        Span<T> exponentials = _exponentials.Span[..logits.Length];
        Span<T> sums = _sums.Span[..labels.Length], logs = _logs.Span[..labels.Length];
        Elementwise.Map(_lanes, default(ElementaryFunctions<T>.Exp), exponentials, exponentials);
        for (int sample = 0; sample < sums.Length; sample++)
        {
            T sum = T.Zero;
            foreach (T value in exponentials.Slice(sample * _classCount, _classCount))
                sum += value;
            sums[sample] = sum;
        }
        Elementwise.Map(_lanes, default(ElementaryFunctions<T>.Log), sums, logs);
        double lossSum = 0;
        for (int sample = 0; sample < logs.Length; sample++)
            lossSum += double.CreateChecked(logs[sample] - _labelLogits.Span[sample]);
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
        for (int sample = 0; sample < labels.Length; sample++)
        {
            ReadOnlySpan<T> exponentials = _exponentials.Span.Slice(sample * _classCount, _classCount);
            Span<T> row = dLogits.Slice(sample * _classCount, _classCount);
            T scale = factor / _sums.Span[sample];
            for (int c = 0; c < row.Length; c++)
                row[c] = exponentials[c] * scale;
            row[labels[sample]] -= factor;
        }
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
        for (int sample = 0; sample < count; sample++)
        {
            ReadOnlySpan<T> exponentials = _exponentials.Span.Slice(sample * _classCount, _classCount),
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

    /// <summary>Stores a row less its largest value, so that no exponential overflows; says whether that value is the label's.</summary>
    private bool Shift(ReadOnlySpan<T> row, byte label, int sample)
    {
        if (label >= row.Length)
            throw new ArgumentException($"label {label} of sample {sample} of the batch; expected 0 to {row.Length - 1}");
        int best = 0;
        for (int c = 1; c < row.Length; c++)
            if (row[c] > row[best])
                best = c;
        T largest = row[best];
        Span<T> shifted = _exponentials.Span.Slice(sample * _classCount, _classCount);
        for (int c = 0; c < row.Length; c++)
            shifted[c] = row[c] - largest;
        _labelLogits.Span[sample] = shifted[label];
        return best == label;
    }

    private void Reserve(int count)
    {
        if (_sums.Length >= count)
            return;
        _exponentials = new AlignedBuffer<T>(checked(count * _classCount));
        _sums = new AlignedBuffer<T>(count);
        _logs = new AlignedBuffer<T>(count);
        _labelLogits = new AlignedBuffer<T>(count);
    }
}
