using System.Numerics;
using L2O.Numerics;

namespace L2O.Optimizers.Learned;

/// <summary>A learned optimizer with its parameters bound: to everything else an optimizer like any other.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
public abstract class LearnedOptimizer<T> : IOptimizer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>An optimizer whose phi is to be given by <see cref="Rebind"/>, in the constructor of the deriving class.</summary>
    /// <param name="settings">The architecture and its settings.</param>
    /// <param name="compute">Lanes and threads that its runs use, one run at a time.</param>
    protected LearnedOptimizer(ILearnedOptimizer settings, Compute compute)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(compute);
        (Settings, Compute, PhiLayout) = (settings, compute, settings.PhiLayout());
    }

    /// <summary>The architecture and its settings.</summary>
    public ILearnedOptimizer Settings { get; }

    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public virtual OptimizerNeeds Needs => OptimizerNeeds.None;

    /// <summary>Names, shapes and places of phi's tensors.</summary>
    public ParameterLayout PhiLayout { get; }

    /// <summary>Lanes and threads that runs use.</summary>
    protected internal Compute Compute { get; }

    /// <inheritdoc/>
    OptimizerRun<T> IOptimizer<T>.Start(ParameterLayout layout, RunContext? context) => Start(layout, context);

    /// <summary>Begins a run with fresh state.</summary>
    /// <param name="layout">The tensors of theta.</param>
    /// <param name="context">What the caller knows of the run; null means nothing.</param>
    /// <exception cref="ArgumentException">The context lacks what <see cref="Needs"/> asks for.</exception>
    public LearnedRun<T> Start(ParameterLayout layout, RunContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(layout);
        RunContext.Require(context, Name, Needs);
        return StartRun(layout, context);
    }

    /// <summary>Replaces phi, also for runs that have begun: meta-training moves phi in the middle of a run. Allocates nothing.</summary>
    /// <param name="phi">(P), laid out by <see cref="PhiLayout"/>; copied.</param>
    /// <exception cref="ArgumentException">phi has another length.</exception>
    public void Rebind(ReadOnlySpan<T> phi)
    {
        if (phi.Length != PhiLayout.Count)
            throw new ArgumentException(
                $"phi has {phi.Length} values; expected {PhiLayout.Count}, as laid out by this {Settings.GetType().Name}");
        Pack(phi);
    }

    /// <summary>Begins a run with fresh state; the context has what <see cref="Needs"/> asks for.</summary>
    /// <param name="layout">The tensors of theta.</param>
    /// <param name="context">What the caller knows of the run; null means nothing.</param>
    protected abstract LearnedRun<T> StartRun(ParameterLayout layout, RunContext? context);

    /// <summary>Takes over phi, whose length has been checked. Allocates nothing.</summary>
    /// <param name="phi">(P).</param>
    protected abstract void Pack(ReadOnlySpan<T> phi);
}
