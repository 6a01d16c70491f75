using L2O.Numerics;
using L2O.Optimizers.Learned.Rules;

namespace L2O.TorchSharp.Tests;

/// <summary>A rule from outside that holds the gradients of two tensors at once, and steps by a quarter of their mean.</summary>
public sealed record JointStep : LearnedRule
{
    /// <inheritdoc/>
    public override ParameterLayout PhiLayout() => new(("size", [1]));

    /// <inheritdoc/>
    public override void InitializePhi<T>(Span<T> phi, Rng rng) => phi.Fill(T.CreateChecked(0.25));

    /// <inheritdoc/>
    protected internal override void Update<T>(in RuleStep<T> step)
    {
        ReadOnlySpan<T> first = step.Gradient(0), last = step.Gradient(step.Layout.Slots.Length - 1);
        T size = step.Phi[0] * (first[0] + last[0]) / T.CreateChecked(2);
        for (int k = 0; k < step.Layout.Slots.Length; k++)
            step.Update(k).Fill(-size);
    }
}
