using System.Numerics;
using L2O.Data;
using L2O.Optimizees;

namespace L2O.Dynamics;

/// <summary>Gradients in evaluation mode of any optimizee, also of those that know training alone.</summary>
internal static class EvaluationMode
{
    /// <summary>
    /// The gradient in evaluation mode; of an optimizee without <see cref="IEvaluationGradients{T}"/> that of training. The statistics stay
    /// as they are.
    /// </summary>
    /// <param name="optimizee">Any.</param>
    /// <param name="theta">(n) parameters.</param>
    /// <param name="batch">Samples to average over.</param>
    /// <param name="gradient">(n) overwritten.</param>
    /// <returns>Loss and accuracy on the batch.</returns>
    public static LossAndAccuracy Gradient<T>(IOptimizee<T> optimizee, ReadOnlySpan<T> theta, Batch<T> batch, Span<T> gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (optimizee is IEvaluationGradients<T> evaluated)
            return evaluated.EvaluationGradient(theta, batch, gradient);
        T[] statistics = optimizee.Statistics.ToArray();
        LossAndAccuracy train = optimizee.LossAndGradient(theta, batch, gradient);
        statistics.CopyTo(optimizee.Statistics);
        return train;
    }

    /// <summary>The gradient of each sample by itself.</summary>
    /// <param name="optimizee">Any.</param>
    /// <param name="theta">(n) parameters.</param>
    /// <param name="batch">The samples.</param>
    /// <param name="gradients">(sample, n) overwritten.</param>
    public static void SampleGradients<T>(IOptimizee<T> optimizee, ReadOnlySpan<T> theta, Batch<T> batch, Span<T> gradients)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (optimizee is IEvaluationGradients<T> evaluated)
        {
            evaluated.SampleGradients(theta, batch, gradients);
            return;
        }
        int n = theta.Length;
        for (int sample = 0; sample < batch.Count; sample++)
            Gradient(optimizee, theta, batch.Slice(sample, 1), gradients.Slice(sample * n, n));
    }
}
