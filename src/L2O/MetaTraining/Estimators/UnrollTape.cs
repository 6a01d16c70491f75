using System.Numerics;
using L2O.Numerics;

namespace L2O.MetaTraining.Estimators;

/// <summary>
/// What one unroll leaves behind for the meta-gradient, whatever the learned optimizer: the gradients that it read, and the
/// regularizers' derivatives by its updates. n·U values each.
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
/// <param name="coordinates">n.</param>
/// <param name="unroll">U, the most steps it holds.</param>
/// <param name="hasAdjoints">Whether there are regularizers.</param>
internal sealed class UnrollTape<T>(int coordinates, int unroll, bool hasAdjoints) where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly AlignedBuffer<T> _gradients = new(checked(unroll * coordinates));
    private readonly AlignedBuffer<T> _updateAdjoints = new(hasAdjoints ? checked(unroll * coordinates) : 0);

    /// <summary>(step, n): all gradients.</summary>
    public ReadOnlySpan<T> Gradients => _gradients.Span;

    /// <summary>(step, n): all adjoints; empty without regularizers.</summary>
    public ReadOnlySpan<T> UpdateAdjoints => _updateAdjoints.Span;

    /// <summary>(n): where the gradient of one step goes.</summary>
    public Span<T> Gradient(int step) => _gradients.Span.Slice(step * coordinates, coordinates);

    /// <summary>(n): where d(regularization)/d(update) of one step goes.</summary>
    public Span<T> UpdateAdjoint(int step) => _updateAdjoints.Span.Slice(step * coordinates, coordinates);
}
