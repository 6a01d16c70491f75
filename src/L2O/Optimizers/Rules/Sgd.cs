using L2O.Numerics;

namespace L2O.Optimizers.Rules;

/// <summary>
/// Stochastic gradient descent with momentum: v = momentum·v + g, where v = g at the first step; theta = theta - learningRate·v.
/// Nesterov's variant steps from where the momentum leads: theta = theta - learningRate·(g + momentum·v), v as before. Weight decay is
/// added to the gradient first (L2, not decoupled): g + weightDecay·theta stands for g throughout. All as in PyTorch's SGD.
/// </summary>
public sealed record Sgd : IOptimizer<float>, IOptimizer<double>
{
    /// <summary>Settings of a gradient descent.</summary>
    /// <param name="learningRate">Factor on the velocity, above 0.</param>
    /// <param name="momentum">Share of the velocity that a step keeps, 0 to below 1; 0 is plain gradient descent.</param>
    /// <param name="nesterov">Whether the step looks ahead along the velocity; needs a momentum above 0.</param>
    /// <param name="weightDecay">Factor with which theta is added to the gradient, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range, or <paramref name="nesterov"/> is set without
    /// momentum.</exception>
    public Sgd(double learningRate, double momentum = 0, bool nesterov = false, double weightDecay = 0)
    {
        LearningRate = SettingRange.Positive(learningRate, nameof(learningRate));
        Momentum = nesterov ? SettingRange.BetweenZeroAndOne(momentum, nameof(momentum))
            : SettingRange.BelowOne(momentum, nameof(momentum));
        Nesterov = nesterov;
        WeightDecay = SettingRange.NotNegative(weightDecay, nameof(weightDecay));
    }

    /// <summary>Factor on the velocity.</summary>
    public double LearningRate { get; }

    /// <summary>Share of the velocity that a step keeps.</summary>
    public double Momentum { get; }

    /// <summary>Whether the update is the gradient plus the decayed new velocity, instead of the velocity.</summary>
    public bool Nesterov { get; }

    /// <summary>Factor with which theta is added to the gradient.</summary>
    public double WeightDecay { get; }

    /// <summary><c>nesterov</c>, <c>momentum</c>, or <c>sgd</c> without momentum.</summary>
    public string Name => Nesterov ? "nesterov" : Momentum > 0 ? "momentum" : "sgd";

    /// <summary>Begins a run on parameters of that layout, with fresh state.</summary>
    /// <param name="layout">The tensors of theta.</param>
    /// <param name="context">What the caller knows of the run; not read.</param>
    public OptimizerRun<float> Start(ParameterLayout layout, RunContext? context = null) => new SgdRun<float>(this, layout);

    OptimizerRun<double> IOptimizer<double>.Start(ParameterLayout layout, RunContext? context) =>
        new SgdRun<double>(this, layout);
}
