using System.Numerics;
using System.Numerics.Tensors;
using L2O.Data;
using L2O.Numerics;

namespace L2O.Optimizees.Losses;

/// <summary>
/// (output - target)², the mean over samples and outputs as in PyTorch's <c>MSELoss</c>. Takes target values, and classes too: 1 for the
/// label's output and 0 for the others.
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class MeanSquaredError<T> : ILoss<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private AlignedBuffer<T> _residuals = new(0); // (sample, output): output - target, of the last forward pass

    /// <inheritdoc/>
    public LossTraits Traits => LossTraits.OutputsAreEstimates;

    /// <inheritdoc/>
    public (double LossSum, int? Hits) Forward(ReadOnlySpan<T> outputs, Batch<T> batch)
    {
        int size = LossTargets.Check(outputs, batch);
        if (_residuals.Length < outputs.Length)
            _residuals = new AlignedBuffer<T>(outputs.Length);
        Span<T> residuals = _residuals.Span[..outputs.Length];
        LossTargets.Subtract(outputs, batch, residuals);
        return (ElementSums.Squares<T>(residuals) / size, LossTargets.Hits(outputs, batch));
    }

    /// <inheritdoc/>
    public void Backward(ReadOnlySpan<T> outputs, Batch<T> batch, Span<T> dOutputs) =>
        TensorPrimitives.Multiply(_residuals.Span[..outputs.Length], T.CreateChecked(2.0 / outputs.Length), dOutputs);

    /// <inheritdoc/>
    public void BackwardTangent(ReadOnlySpan<T> outputs, Batch<T> batch, ReadOnlySpan<T> outputsTangent, Span<T> dOutputsTangent) =>
        TensorPrimitives.Multiply(outputsTangent, T.CreateChecked(2.0 / outputs.Length), dOutputsTangent);
}
