using L2O.Numerics;

namespace L2O.Optimizers.Rules;

/// <summary>
/// RMSProp (Tieleman and Hinton, 2012), as in PyTorch: s = α·s + (1-α)·g², with s = 0 at the start and no bias correction; d = g/(√s + ε).
/// Without momentum theta = theta - learningRate·d; with it v = momentum·v + d and theta = theta - learningRate·v.
/// </summary>
public sealed record RmsProp : IOptimizer<float>, IOptimizer<double>
{
    /// <summary>Settings of RMSProp.</summary>
    /// <param name="learningRate">Factor on the normalized gradient, above 0. The first step is 1/√(1-α) times as large.</param>
    /// <param name="alpha">Decay of the squared gradient's mean, 0 to below 1.</param>
    /// <param name="epsilon">Added to the denominator, above 0.</param>
    /// <param name="momentum">Share of the velocity that a step keeps, 0 to below 1; 0 means no velocity.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    public RmsProp(double learningRate, double alpha = 0.99, double epsilon = 1e-8, double momentum = 0)
    {
        LearningRate = SettingRange.Positive(learningRate, nameof(learningRate));
        Alpha = SettingRange.BelowOne(alpha, nameof(alpha));
        Epsilon = SettingRange.Positive(epsilon, nameof(epsilon));
        Momentum = SettingRange.BelowOne(momentum, nameof(momentum));
    }

    /// <summary>Factor on the normalized gradient.</summary>
    public double LearningRate { get; }

    /// <summary>Decay of the squared gradient's mean.</summary>
    public double Alpha { get; }

    /// <summary>Added to the denominator.</summary>
    public double Epsilon { get; }

    /// <summary>Share of the velocity that a step keeps.</summary>
    public double Momentum { get; }

    /// <inheritdoc cref="IOptimizer{T}.Name"/>
    public string Name => "rmsprop";

    /// <summary>Begins a run on parameters of that layout, with fresh state.</summary>
    /// <param name="layout">The tensors of theta.</param>
    /// <param name="context">What the caller knows of the run; not read.</param>
    public OptimizerRun<float> Start(ParameterLayout layout, RunContext? context = null) => new RmsPropRun<float>(this, layout);

    OptimizerRun<double> IOptimizer<double>.Start(ParameterLayout layout, RunContext? context) =>
        new RmsPropRun<double>(this, layout);
}
