using System.Globalization;
using System.Numerics;

namespace L2O.Optimizers.Wrappers;

/// <summary>One optimizer of a <see cref="Mixture{T}"/> and its share in the update.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed record MixtureMember<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>A member.</summary>
    /// <param name="weight">Factor on the optimizer's update, finite; 0 keeps the optimizer's state going without effect on theta.</param>
    /// <param name="optimizer">Any optimizer, also a learned one or another mixture.</param>
    /// <exception cref="ArgumentOutOfRangeException">The weight is not finite.</exception>
    public MixtureMember(double weight, IOptimizer<T> optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        if (!double.IsFinite(weight))
            throw new ArgumentOutOfRangeException(nameof(weight),
                $"weight is {weight.ToString(CultureInfo.InvariantCulture)}; expected a finite number");
        Weight = weight;
        Optimizer = optimizer;
    }

    /// <summary>Factor on the optimizer's update.</summary>
    public double Weight { get; }

    /// <summary>Proposes the update.</summary>
    public IOptimizer<T> Optimizer { get; }
}
