using System.Collections.Immutable;
using System.Numerics;
using L2O.Numerics;
using L2O.Optimizers.State;

namespace L2O.Optimizers.Learned.Rules;

/// <summary>
/// A learned optimizer as one record: its settings, what phi is, what state it keeps, and one update. The library makes runs of it that
/// propose, advance, step, save, load, copy and reset. A rule that also is an <see cref="IDifferentiableRule"/> can be meta-trained by
/// back-propagation. See docs/learned-optimizers.md.
/// </summary>
public abstract record LearnedRule : ILearnedOptimizer
{
    /// <summary>Short lower-case name for tables and files; the type's name unless overridden.</summary>
    public virtual string Name => GetType().Name.ToLowerInvariant();

    /// <summary>What <see cref="Update"/> reads besides theta, gradient and iteration; nothing unless overridden.</summary>
    public virtual OptimizerNeeds Needs => OptimizerNeeds.None;

    /// <summary>The parts of the state, all zero at the start; none unless overridden.</summary>
    public virtual ImmutableArray<StateShape> State() => [];

    /// <inheritdoc/>
    public abstract ParameterLayout PhiLayout();

    /// <inheritdoc/>
    public abstract void InitializePhi<T>(Span<T> phi, Rng rng) where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>
    /// One step: writes <see cref="RuleStep{T}.Update"/> of every tensor with a gradient, and the next state in place. Must not allocate.
    /// </summary>
    /// <typeparam name="T">float, or double for checks.</typeparam>
    /// <param name="step">What the step reads and writes.</param>
    protected internal abstract void Update<T>(in RuleStep<T> step) where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>
    /// Writes the state at the start of a run where it is not zero, e.g. one that phi holds; theta, gradient and update are not there yet.
    /// </summary>
    /// <typeparam name="T">float, or double for checks.</typeparam>
    /// <param name="start">The state, zero, and phi.</param>
    protected internal virtual void InitializeState<T>(in RuleStep<T> start) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
    }

    /// <inheritdoc/>
    public LearnedOptimizer<T> Bind<T>(ReadOnlySpan<T> phi, Compute compute) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new RuleOptimizer<T>(this, phi, compute);
}
