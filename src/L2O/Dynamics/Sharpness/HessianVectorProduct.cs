using System.Numerics;
using L2O.Data;
using L2O.Optimizees;

namespace L2O.Dynamics.Sharpness;

/// <summary>
/// Products of an optimizee's Hessian (evaluation loss of a batch) and vectors: exact where the optimizee knows them
/// (<see cref="IHessianProducts{T}"/>), else the central difference of gradients. In double that is right to about 1e-9 of the Hessian's
/// size on smooth networks, in float to 1e-3; across a kink it says nothing.
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class HessianVectorProduct<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly IOptimizee<T> _optimizee;
    private readonly T[] _shifted;
    private readonly T[] _gradient;

    /// <summary>Products for one optimizee.</summary>
    /// <param name="optimizee">Used by this object alone while it computes.</param>
    /// <param name="exact">Whether to use exact products where there are any.</param>
    public HessianVectorProduct(IOptimizee<T> optimizee, bool exact = true)
    {
        ArgumentNullException.ThrowIfNull(optimizee);
        _optimizee = optimizee;
        IsExact = exact && optimizee is IHessianProducts<T> { HasHessianProduct: true };
        (_shifted, _gradient) = (new T[optimizee.Layout.Count], new T[optimizee.Layout.Count]);
    }

    /// <summary>Whether products are exact up to rounding.</summary>
    public bool IsExact { get; }

    /// <summary>Computes one product.</summary>
    /// <param name="theta">(n).</param>
    /// <param name="batch">Samples to average over.</param>
    /// <param name="direction">(n), not all zero.</param>
    /// <param name="product">(n); overwritten.</param>
    public void Compute(ReadOnlySpan<T> theta, Batch<T> batch, ReadOnlySpan<T> direction, Span<T> product)
    {
        if (IsExact)
        {
            ((IHessianProducts<T>)_optimizee).HessianProduct(theta, batch, direction, product);
            return;
        }
        // The step that balances truncation, h², against rounding, ε/h.
        double epsilon = double.CreateChecked(T.BitIncrement(T.One) - T.One);
        T step = T.CreateChecked(Math.Cbrt(epsilon) * (1 + Norm(theta)) / Norm(direction));
        Shift(theta, direction, step);
        EvaluationMode.Gradient(_optimizee, _shifted, batch, product);
        Shift(theta, direction, -step);
        EvaluationMode.Gradient(_optimizee, _shifted, batch, _gradient);
        for (int i = 0; i < product.Length; i++)
            product[i] = (product[i] - _gradient[i]) / (T.CreateChecked(2) * step);
    }

    private void Shift(ReadOnlySpan<T> theta, ReadOnlySpan<T> direction, T step)
    {
        for (int i = 0; i < _shifted.Length; i++)
            _shifted[i] = theta[i] + step * direction[i];
    }

    private static double Norm(ReadOnlySpan<T> vector)
    {
        double squares = 0;
        foreach (T value in vector)
            squares += double.CreateChecked(value) * double.CreateChecked(value);
        return Math.Sqrt(squares);
    }
}
