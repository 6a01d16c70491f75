using System.Numerics;
using L2O.Numerics;

namespace L2O.Optimizers.Learned;

/// <summary>A learned optimizer with its parameters bound: to everything else an optimizer like any other.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
public abstract class LearnedOptimizer<T> : IOptimizer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private protected LearnedOptimizer(ILearnedOptimizer settings, Compute compute)
    {
        ArgumentNullException.ThrowIfNull(compute);
        (Settings, Compute, PhiLayout) = (settings, compute, settings.PhiLayout());
    }

    /// <summary>The architecture and its settings.</summary>
    public ILearnedOptimizer Settings { get; }

    /// <inheritdoc/>
    public abstract string Name { get; }

    internal Compute Compute { get; }

    private protected ParameterLayout PhiLayout { get; }

    /// <inheritdoc/>
    IOptimizerRun<T> IOptimizer<T>.Start(ParameterLayout layout) => Start(layout);

    /// <summary>Begins a run with fresh state.</summary>
    /// <param name="layout">The tensors of theta.</param>
    public abstract LearnedRun<T> Start(ParameterLayout layout);

    /// <summary>Replaces phi, also for runs that have begun: meta-training moves phi in the middle of a run. Allocates nothing.</summary>
    internal void Rebind(ReadOnlySpan<T> phi)
    {
        if (phi.Length != PhiLayout.Count)
            throw new ArgumentException(
                $"phi has {phi.Length} values; expected {PhiLayout.Count}, as laid out by this {Settings.GetType().Name}");
        Pack(phi);
    }

    /// <summary>Takes over phi, whose length has been checked.</summary>
    private protected abstract void Pack(ReadOnlySpan<T> phi);
}
