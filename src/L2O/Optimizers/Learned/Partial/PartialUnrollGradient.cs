using System.Numerics;
using L2O.Numerics;
using L2O.Optimizers.Wrappers;

namespace L2O.Optimizers.Learned.Partial;

/// <summary>The reverse of a partial control's unroll: the learned part's own, given the gradients and adjoints of its tensors.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class PartialUnrollGradient<T> : IUnrollGradient<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly TensorGroup _driven;
    private readonly int _n;
    private readonly IUnrollGradient<T> _learned;
    private readonly AlignedBuffer<T> _gradients; // (step, driven)
    private readonly AlignedBuffer<T> _adjoints; // (step, driven)

    /// <param name="driven">The learned part's tensors.</param>
    /// <param name="coordinates">n of all tensors.</param>
    /// <param name="longestUnroll">Most steps of an unroll.</param>
    /// <param name="learned">The learned part's reverse.</param>
    public PartialUnrollGradient(TensorGroup driven, int coordinates, int longestUnroll, IUnrollGradient<T> learned)
    {
        (_driven, _n, _learned) = (driven, coordinates, learned);
        (_gradients, _adjoints) = (new(checked(longestUnroll * driven.Layout.Count)), new(checked(longestUnroll * driven.Layout.Count)));
    }

    public void Begin() => _learned.Begin();

    public void Record(int step) => _learned.Record(step);

    public void Differentiate(UnrollView<T> unroll, Span<T> dPhi) => _learned.Differentiate(
        new UnrollView<T>
        {
            Steps = unroll.Steps,
            Gradients = Gather(unroll.Gradients, unroll.Steps, _gradients),
            UpdateAdjoints = unroll.UpdateAdjoints.IsEmpty ? [] : Gather(unroll.UpdateAdjoints, unroll.Steps, _adjoints),
            GradientFactor = unroll.GradientFactor,
        },
        dPhi);

    private ReadOnlySpan<T> Gather(ReadOnlySpan<T> vectors, int steps, AlignedBuffer<T> parts)
    {
        int count = _driven.Layout.Count;
        for (int step = 0; step < steps; step++)
            _driven.Gather(vectors.Slice(step * _n, _n), parts.Span.Slice(step * count, count));
        return parts.Span[..(steps * count)];
    }
}
