using System.Numerics;
using L2O.Data;

namespace L2O.Optimizees;

/// <summary>
/// An optimizee with gradients of its evaluation mode, of batches and of single samples. Networks have them. Measures take any other
/// optimizee's training gradient in their place and put its statistics back, which is the same where the two modes are.
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
public interface IEvaluationGradients<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>
    /// Whether, in evaluation, a sample's loss depends on that sample alone: a batch's gradient is then the mean of its samples'.
    /// </summary>
    bool SamplesAreIndependent { get; }

    /// <summary>Loss, accuracy and gradient in evaluation mode. Changes no statistics.</summary>
    /// <param name="theta">(n) parameters.</param>
    /// <param name="batch">Samples to average over.</param>
    /// <param name="gradient">(n) dLoss/dtheta; overwritten.</param>
    LossAndAccuracy EvaluationGradient(ReadOnlySpan<T> theta, Batch<T> batch, Span<T> gradient);

    /// <summary>The gradient of each sample as a batch of its own, in evaluation mode. Changes no statistics.</summary>
    /// <param name="theta">(n) parameters.</param>
    /// <param name="batch">The samples.</param>
    /// <param name="gradients">(sample, n); overwritten.</param>
    /// <exception cref="ArgumentException">There is not room for one gradient a sample.</exception>
    void SampleGradients(ReadOnlySpan<T> theta, Batch<T> batch, Span<T> gradients);
}
