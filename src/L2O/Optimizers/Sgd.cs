using L2O.Numerics;

namespace L2O.Optimizers;

/// <summary>
/// Stochastic gradient descent with momentum: v = momentum·v + g, where v = g at the first step; theta = theta - learningRate·v.
/// </summary>
public sealed record Sgd : IOptimizer<float>, IOptimizer<double>
{
    /// <summary>Settings of a gradient descent.</summary>
    /// <param name="learningRate">Factor on the velocity, above 0.</param>
    /// <param name="momentum">Share of the velocity that a step keeps, 0 to below 1; 0 is plain gradient descent.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    public Sgd(double learningRate, double momentum = 0)
    {
        LearningRate = SettingRange.Positive(learningRate, nameof(learningRate));
        Momentum = SettingRange.BelowOne(momentum, nameof(momentum));
    }

    /// <summary>Factor on the velocity.</summary>
    public double LearningRate { get; }

    /// <summary>Share of the velocity that a step keeps.</summary>
    public double Momentum { get; }

    /// <summary><c>momentum</c>, or <c>sgd</c> without momentum.</summary>
    public string Name => Momentum > 0 ? "momentum" : "sgd";

    IOptimizerRun<float> IOptimizer<float>.Start(ParameterLayout layout) => new SgdRun<float>(this, layout);

    IOptimizerRun<double> IOptimizer<double>.Start(ParameterLayout layout) => new SgdRun<double>(this, layout);
}
