using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using L2O.Numerics;
using L2O.Optimizers.Rules;

namespace L2O.Optimizers.Wrappers;

/// <summary>
/// Several optimizers that train one theta together: each has its own state, all read the same theta and gradient,
/// and theta = theta + Σ_k weight_k·update_k. A member's state follows the mixture's gradients, not those of a theta of its own.
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class Mixture<T> : IOptimizer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>A mixture.</summary>
    /// <param name="name">Short lower-case name for tables and files, e.g. <c>lion-sgd-0.25</c>.</param>
    /// <param name="members">At least one; their updates are added in this order. Weights need not sum to 1.</param>
    /// <exception cref="ArgumentException">The name is empty, or there are no members.</exception>
    public Mixture(string name, params IReadOnlyList<MixtureMember<T>> members)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(members);
        if (members.Count == 0)
            throw new ArgumentException($"mixture '{name}' has 0 members; expected at least 1", nameof(members));
        Name = name;
        Members = [.. members];
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>The optimizers with their weights, in the order in which their updates are added.</summary>
    public ImmutableArray<MixtureMember<T>> Members { get; }

    /// <summary>The study's mixture of a sign method and gradient descent: λ·Lion(0.005) + (1 - λ)·SGD(0.5, momentum 0.9).</summary>
    /// <param name="lambda">Lion's weight, 0 (gradient descent only) to 1 (Lion only).</param>
    /// <returns>The mixture, named after the weight: <c>lion-sgd-0.25</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The weight is out of range.</exception>
    public static Mixture<T> LionSgd(double lambda)
    {
        string value = lambda.ToString(CultureInfo.InvariantCulture);
        if (lambda is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(lambda), $"lambda is {value}; expected a number from 0 to 1");
        return new Mixture<T>(
            $"lion-sgd-{value}",
            new MixtureMember<T>(lambda, (IOptimizer<T>)(object)new Lion(0.005)),
            new MixtureMember<T>(1 - lambda, (IOptimizer<T>)(object)new Sgd(0.5, momentum: 0.9)));
    }

    /// <inheritdoc/>
    public OptimizerNeeds Needs => Members.Aggregate(OptimizerNeeds.None, static (needs, member) => needs | member.Optimizer.Needs);

    /// <inheritdoc/>
    public OptimizerRun<T> Start(ParameterLayout layout, RunContext? context = null) => new MixtureRun<T>(this, layout, context);
}
