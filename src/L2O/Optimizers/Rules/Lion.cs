using L2O.Numerics;

namespace L2O.Optimizers.Rules;

/// <summary>
/// Lion (Chen et al., "Symbolic discovery of optimization algorithms", 2023): every coordinate moves by the learning rate, in the direction
/// of sign(β1·m + (1-β1)·g); then m = β2·m + (1-β2)·g. Weight decay is decoupled: theta shrinks by the factor 1 - learningRate·weightDecay.
/// </summary>
public sealed record Lion : IOptimizer<float>, IOptimizer<double>
{
    /// <summary>Settings of Lion.</summary>
    /// <param name="learningRate">Size of every update, above 0.</param>
    /// <param name="beta1">The momentum's share in the direction, 0 to below 1.</param>
    /// <param name="beta2">Decay of the momentum, 0 to below 1.</param>
    /// <param name="weightDecay">At least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    public Lion(double learningRate, double beta1 = 0.9, double beta2 = 0.99, double weightDecay = 0)
    {
        LearningRate = SettingRange.Positive(learningRate, nameof(learningRate));
        Beta1 = SettingRange.BelowOne(beta1, nameof(beta1));
        Beta2 = SettingRange.BelowOne(beta2, nameof(beta2));
        WeightDecay = SettingRange.NotNegative(weightDecay, nameof(weightDecay));
    }

    /// <summary>Size of every update.</summary>
    public double LearningRate { get; }

    /// <summary>The momentum's share in the direction.</summary>
    public double Beta1 { get; }

    /// <summary>Decay of the momentum.</summary>
    public double Beta2 { get; }

    /// <summary>Decoupled weight decay.</summary>
    public double WeightDecay { get; }

    /// <inheritdoc cref="IOptimizer{T}.Name"/>
    public string Name => "lion";

    /// <summary>Begins a run on parameters of that layout, with fresh state.</summary>
    /// <param name="layout">The tensors of theta.</param>
    /// <param name="context">What the caller knows of the run; not read.</param>
    public OptimizerRun<float> Start(ParameterLayout layout, RunContext? context = null) => new LionRun<float>(this, layout);

    OptimizerRun<double> IOptimizer<double>.Start(ParameterLayout layout, RunContext? context) =>
        new LionRun<double>(this, layout);
}
