using System.Numerics;
using L2O.Data;
using L2O.Numerics;
using L2O.Optimizees;

namespace L2O.Testing;

/// <summary>
/// A bowl with unequal curvatures and a quartic wall, ½Σ aᵢ(θᵢ - bᵢ)² + ¼Σ (θᵢ - bᵢ)⁴ over n: small, smooth, with a gradient
/// that anybody can check. Ignores its batch.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="n">Number of coordinates.</param>
/// <param name="seed">Gives curvatures and minimum.</param>
/// <param name="layout">Tensors of theta; null means one vector.</param>
internal sealed class QuadraticTask<T>(int n, ulong seed, ParameterLayout? layout = null) : IOptimizee<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly double[] _curvature = Draw(n, new Rng(seed).Split("curvature"), 0.2, 2);
    private readonly double[] _minimum = Draw(n, new Rng(seed).Split("minimum"), -1, 1);

    /// <inheritdoc/>
    public ParameterLayout Layout { get; } = layout ?? ParameterLayout.Vector(n);

    /// <inheritdoc/>
    public Span<T> Statistics => default;

    /// <summary>A batch to hand over where one is asked for.</summary>
    public static Batch<T> NoBatch => new(new T[1], new byte[1]);

    /// <inheritdoc/>
    public void Initialize(Span<T> theta, Rng rng) => rng.FillUniform(theta, 1);

    /// <inheritdoc/>
    public LossAndAccuracy Loss(ReadOnlySpan<T> theta, Batch<T> batch)
    {
        double loss = 0;
        for (int i = 0; i < n; i++)
        {
            double d = double.CreateChecked(theta[i]) - _minimum[i];
            loss += 0.5 * _curvature[i] * d * d + 0.25 * d * d * d * d;
        }
        return new LossAndAccuracy(loss / n, 0);
    }

    /// <inheritdoc/>
    public LossAndAccuracy LossAndGradient(ReadOnlySpan<T> theta, Batch<T> batch, Span<T> gradient)
    {
        for (int i = 0; i < n; i++)
        {
            double d = double.CreateChecked(theta[i]) - _minimum[i];
            gradient[i] = T.CreateChecked((_curvature[i] * d + d * d * d) / n);
        }
        return Loss(theta, batch);
    }

    private static double[] Draw(int count, Rng rng, double low, double high)
    {
        double[] values = new double[count];
        for (int i = 0; i < count; i++)
            values[i] = rng.NextUniform(low, high);
        return values;
    }
}
