using System.Numerics;
using System.Numerics.Tensors;
using L2O.Data;
using L2O.Kernels.Functions;
using L2O.Kernels.Lanes;
using L2O.Numerics;

namespace L2O.Optimizees.Losses;

/// <summary>
/// -t·ln σ(x) - (1 - t)·ln(1 - σ(x)) in nats of each output x, a logit, the mean over samples and outputs as in PyTorch's
/// <c>BCEWithLogitsLoss</c>; computed as max(x, 0) - x·t + ln(1 + e^-|x|), which neither overflows nor cancels. Targets t are from 0 to 1:
/// values, or classes, 1 for the label's output and 0 for the others.
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class BinaryCrossEntropy<T> : ILoss<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly LaneWidth _lanes;
    private AlignedBuffer<T> _terms = new(0); // (sample, output): of the loss
    private AlignedBuffer<T> _probabilities = new(0); // (sample, output): σ of the last forward pass's outputs
    private AlignedBuffer<T> _scratch = new(0); // (sample, output)

    /// <summary>A loss over any number of outputs.</summary>
    /// <param name="compute">Where to run.</param>
    public BinaryCrossEntropy(Compute compute)
    {
        ArgumentNullException.ThrowIfNull(compute);
        _lanes = compute.Lanes;
    }

    /// <inheritdoc/>
    public LossTraits Traits => LossTraits.None;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The targets do not fit the outputs, or one is not from 0 to 1.</exception>
    public (double LossSum, int? Hits) Forward(ReadOnlySpan<T> outputs, Batch<T> batch)
    {
        int size = LossTargets.Check(outputs, batch);
        CheckRange(batch);
        Reserve(outputs.Length);
        Span<T> terms = _terms.Span[..outputs.Length], probabilities = _probabilities.Span[..outputs.Length],
            scratch = _scratch.Span[..outputs.Length];
        TensorPrimitives.Abs(outputs, terms);
        TensorPrimitives.Negate(terms, terms);
        Elementwise.Map(_lanes, default(ActivationFunctions<T>.Softplus), terms, terms);
        TensorPrimitives.Max(outputs, T.Zero, scratch);
        if (batch.Targets.IsEmpty)
            for (int sample = 0; sample < batch.Count; sample++)
                scratch[sample * size + batch.Labels[sample]] -= outputs[sample * size + batch.Labels[sample]];
        else
        {
            TensorPrimitives.Multiply(outputs, batch.Targets, probabilities);
            TensorPrimitives.Subtract(scratch, probabilities, scratch);
        }
        TensorPrimitives.Add(terms, scratch, terms);
        Elementwise.Map(_lanes, default(ActivationFunctions<T>.Sigmoid), outputs, probabilities);
        return (ElementSums.Sum<T>(terms) / size, LossTargets.Hits(outputs, batch));
    }

    /// <inheritdoc/>
    public void Backward(ReadOnlySpan<T> outputs, Batch<T> batch, Span<T> dOutputs)
    {
        LossTargets.Subtract(_probabilities.Span[..outputs.Length], batch, dOutputs);
        TensorPrimitives.Multiply(dOutputs, T.CreateChecked(1.0 / outputs.Length), dOutputs);
    }

    /// <inheritdoc/>
    public void BackwardTangent(ReadOnlySpan<T> outputs, Batch<T> batch, ReadOnlySpan<T> outputsTangent, Span<T> dOutputsTangent)
    {
        Elementwise.Map(_lanes, default(ActivationFunctions<T>.SigmoidBackward), _probabilities.Span[..outputs.Length], outputsTangent,
            dOutputsTangent);
        TensorPrimitives.Multiply(dOutputsTangent, T.CreateChecked(1.0 / outputs.Length), dOutputsTangent);
    }

    private static void CheckRange(Batch<T> batch)
    {
        if (batch.Targets.IsEmpty)
            return;
        foreach (T extreme in (ReadOnlySpan<T>)[TensorPrimitives.Min(batch.Targets), TensorPrimitives.Max(batch.Targets)])
            if (!(extreme >= T.Zero && extreme <= T.One))
                throw new ArgumentException($"a target value is {extreme}; binary cross-entropy expects 0 to 1", nameof(batch));
    }

    private void Reserve(int length)
    {
        if (_terms.Length < length)
            (_terms, _probabilities, _scratch) = (new(length), new(length), new(length));
    }
}
