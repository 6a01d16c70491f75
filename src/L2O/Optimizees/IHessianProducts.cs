using System.Numerics;
using L2O.Data;
using L2O.Optimizees.Layers;

namespace L2O.Optimizees;

/// <summary>
/// An optimizee that can multiply the Hessian of its evaluation loss by a vector exactly, without forming it (Pearlmutter, "Fast exact
/// multiplication by the Hessian", 1994).
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
public interface IHessianProducts<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>
    /// Whether it can: a network can if all of its layers from the first trained one on are <see cref="ITangentLayer{T}"/>s that do.
    /// </summary>
    bool HasHessianProduct { get; }

    /// <summary>Hessian times direction, in evaluation mode. Changes no statistics.</summary>
    /// <param name="theta">(n) parameters.</param>
    /// <param name="batch">Samples to average over.</param>
    /// <param name="direction">(n).</param>
    /// <param name="product">(n) the derivative of the gradient along the direction; overwritten.</param>
    /// <exception cref="NotSupportedException">It cannot.</exception>
    void HessianProduct(ReadOnlySpan<T> theta, Batch<T> batch, ReadOnlySpan<T> direction, Span<T> product);
}
