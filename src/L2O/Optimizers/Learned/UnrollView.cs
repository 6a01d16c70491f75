using System.Numerics;

namespace L2O.Optimizers.Learned;

/// <summary>
/// What an unroll was to the meta-loss: d(meta-loss)/d(update_t) = GradientFactor · Σ_{s&gt;t} gradient_s + adjoint_t, where
/// update_t is what was added to theta (the identity of docs/mathematics.md section 4, then the regularizers' share).
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal readonly ref struct UnrollView<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Number of steps.</summary>
    public required int Steps { get; init; }

    /// <summary>(step, n): all gradients, which the optimizer read.</summary>
    public required ReadOnlySpan<T> Gradients { get; init; }

    /// <summary>(step, n): adjoints by themselves; empty if there are none.</summary>
    public required ReadOnlySpan<T> UpdateAdjoints { get; init; }

    /// <summary>d(meta-loss)/d(Σ loss).</summary>
    public required double GradientFactor { get; init; }
}
