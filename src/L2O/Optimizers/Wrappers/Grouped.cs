using System.Collections.Immutable;
using System.Numerics;
using L2O.Numerics;

namespace L2O.Optimizers.Wrappers;

/// <summary>
/// Several optimizers that share theta out among them: each tensor belongs to the first group that chooses it, the others to the optimizer
/// inside. Each sees its own tensors alone. Tensors of a group without optimizer stay, bit for bit.
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class Grouped<T> : IOptimizer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Shares out theta.</summary>
    /// <param name="inner">Trains the tensors that no group chooses.</param>
    /// <param name="groups">At least one.</param>
    /// <exception cref="ArgumentException">There are no groups.</exception>
    public Grouped(IOptimizer<T> inner, params IReadOnlyList<ParameterGroup<T>> groups)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentNullException.ThrowIfNull(groups);
        if (groups.Count == 0)
            throw new ArgumentException("there are 0 groups; expected at least 1", nameof(groups));
        (Inner, Groups) = (inner, [.. groups]);
    }

    /// <summary>Trains the tensors that no group chooses.</summary>
    public IOptimizer<T> Inner { get; }

    /// <summary>The groups, in the order in which they choose.</summary>
    public ImmutableArray<ParameterGroup<T>> Groups { get; }

    /// <inheritdoc/>
    public string Name => Inner.Name;

    /// <inheritdoc/>
    public OptimizerNeeds Needs => Groups.Aggregate(Inner.Needs,
        static (needs, group) => needs | (group.Optimizer?.Needs ?? OptimizerNeeds.None));

    /// <inheritdoc/>
    public double LearningRate => Inner.LearningRate;

    /// <summary>Begins a run on parameters of that layout, with fresh state.</summary>
    /// <param name="layout">The tensors of theta.</param>
    /// <param name="context">What the caller knows of the run; null means nothing.</param>
    /// <exception cref="ArgumentException">A group chooses no tensor, or the context lacks something.</exception>
    public OptimizerRun<T> Start(ParameterLayout layout, RunContext? context = null) => new GroupedRun<T>(this, layout, context);
}
