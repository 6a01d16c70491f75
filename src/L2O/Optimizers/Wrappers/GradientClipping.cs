using System.Numerics;
using L2O.Numerics;

namespace L2O.Optimizers.Wrappers;

/// <summary>
/// An optimizer whose gradients are clipped first: each coordinate to ±value, then all of them together to a Euclidean norm. A coordinate
/// that is not a number stays what it is; a norm that is not finite leaves the gradient as it is.
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class GradientClipping<T> : IOptimizer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Puts clipping around an optimizer.</summary>
    /// <param name="inner">Any optimizer, also a learned one.</param>
    /// <param name="norm">Longest gradient over all tensors, above 0; null for any.</param>
    /// <param name="value">Largest magnitude of a coordinate, above 0; null for any.</param>
    /// <exception cref="ArgumentException">A bound is out of its range, or there is none.</exception>
    public GradientClipping(IOptimizer<T> inner, double? norm, double? value = null)
    {
        ArgumentNullException.ThrowIfNull(inner);
        if (norm is null && value is null)
            throw new ArgumentException("clipping has neither a norm nor a value; expected at least one of them", nameof(norm));
        Inner = inner;
        Norm = norm is { } longest ? SettingRange.Positive(longest, nameof(norm)) : null;
        Value = value is { } largest ? SettingRange.Positive(largest, nameof(value)) : null;
    }

    /// <summary>The optimizer inside.</summary>
    public IOptimizer<T> Inner { get; }

    /// <summary>Longest gradient over all tensors; null for any.</summary>
    public double? Norm { get; }

    /// <summary>Largest magnitude of a coordinate; null for any.</summary>
    public double? Value { get; }

    /// <inheritdoc/>
    public string Name => Inner.Name;

    /// <inheritdoc/>
    public OptimizerNeeds Needs => Inner.Needs;

    /// <inheritdoc/>
    public double LearningRate => Inner.LearningRate;

    /// <inheritdoc/>
    public OptimizerRun<T> Start(ParameterLayout layout, RunContext? context = null) =>
        new GradientClippingRun<T>(this, layout, context);
}
