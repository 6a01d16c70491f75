using System.Numerics;

namespace L2O.Kernels.Lstm;

/// <summary>
/// What the reverse of an unroll reads: d(meta-loss)/d(output_t) = slope_t · (GradientFactor · Σ_{s&gt;t} gradient_s + AdjointFactor ·
/// adjoint_t).
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal readonly ref struct LstmUnrollSpans<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Number of steps.</summary>
    public required int Steps { get; init; }

    /// <summary>(step, n): the gradients that the learned optimizer read.</summary>
    public required ReadOnlySpan<T> Gradients { get; init; }

    /// <summary>(step, extra row, n): its further inputs; empty if there are none.</summary>
    public ReadOnlySpan<T> Extra { get; init; }

    /// <summary>(step, n): what else d(meta-loss)/d(update) holds; empty if nothing.</summary>
    public ReadOnlySpan<T> Adjoints { get; init; }

    /// <summary>(step, n): derivative of what follows the output, e.g. a tanh; empty if nothing does.</summary>
    public ReadOnlySpan<T> Slopes { get; init; }

    /// <summary>
    /// The state before the first step, see <see cref="LstmStep{T}.StateLength"/>; if shared, (step, StateStride), the state before each
    /// step.
    /// </summary>
    public required ReadOnlySpan<T> States { get; init; }

    /// <summary>Derivative of the meta-loss by the sum of the losses, times the factor between output and update.</summary>
    public required T GradientFactor { get; init; }

    /// <summary>The factor between output and update.</summary>
    public T AdjointFactor { get; init; }
}
