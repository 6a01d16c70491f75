using System.Numerics;
using L2O.Data;
using L2O.Numerics;

namespace L2O.Optimizees;

/// <summary>
/// A function that an optimizer trains: a network with its loss. An instance owns scratch memory and running statistics,
/// so one instance serves one run at a time.
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
public interface IOptimizee<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Names, shapes and places of the parameters in theta.</summary>
    ParameterLayout Layout { get; }

    /// <summary>
    /// What training changes besides theta (batch norm's running statistics); empty for most. Live: writing restores them.
    /// </summary>
    Span<T> Statistics { get; }

    /// <summary>
    /// Samples that a training batch must have at least, 1 or more. A last batch of an epoch that has fewer is left out.
    /// </summary>
    int LeastSamples => 1;

    /// <summary>Overwrites theta with fresh random parameters, and <see cref="Statistics"/> with their starting values.</summary>
    void Initialize(Span<T> theta, Rng rng);

    /// <summary>Loss and accuracy in evaluation mode. Changes nothing.</summary>
    /// <param name="theta">(n) parameters.</param>
    /// <param name="batch">Samples to average over.</param>
    LossAndAccuracy Loss(ReadOnlySpan<T> theta, Batch<T> batch);

    /// <summary>Loss, accuracy and gradient in training mode. Updates <see cref="Statistics"/>.</summary>
    /// <param name="theta">(n) parameters.</param>
    /// <param name="batch">Samples to average over.</param>
    /// <param name="gradient">(n) dLoss/dtheta; overwritten.</param>
    LossAndAccuracy LossAndGradient(ReadOnlySpan<T> theta, Batch<T> batch, Span<T> gradient);
}
