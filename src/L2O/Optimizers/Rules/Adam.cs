using L2O.Numerics;

namespace L2O.Optimizers.Rules;

/// <summary>
/// Adam (Kingma and Ba, 2015) with bias correction; weight decay is added to the gradient (L2, not decoupled), as in PyTorch's Adam.
/// m = β1·m + (1-β1)·g, v = β2·v + (1-β2)·g², theta = theta - learningRate · (m/(1-β1^t)) / (√(v/(1-β2^t)) + ε).
/// </summary>
public sealed record Adam : IOptimizer<float>, IOptimizer<double>
{
    /// <summary>Settings of Adam.</summary>
    /// <param name="learningRate">About the largest size of an update, above 0.</param>
    /// <param name="beta1">Decay of the gradient's mean, 0 to below 1.</param>
    /// <param name="beta2">Decay of the squared gradient's mean, 0 to below 1.</param>
    /// <param name="epsilon">Added to the denominator, above 0.</param>
    /// <param name="weightDecay">Factor with which theta is added to the gradient, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    public Adam(double learningRate, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0)
    {
        LearningRate = SettingRange.Positive(learningRate, nameof(learningRate));
        Beta1 = SettingRange.BelowOne(beta1, nameof(beta1));
        Beta2 = SettingRange.BelowOne(beta2, nameof(beta2));
        Epsilon = SettingRange.Positive(epsilon, nameof(epsilon));
        WeightDecay = SettingRange.NotNegative(weightDecay, nameof(weightDecay));
    }

    /// <summary>About the largest size of an update.</summary>
    public double LearningRate { get; }

    /// <summary>Decay of the gradient's mean.</summary>
    public double Beta1 { get; }

    /// <summary>Decay of the squared gradient's mean.</summary>
    public double Beta2 { get; }

    /// <summary>Added to the denominator.</summary>
    public double Epsilon { get; }

    /// <summary>Factor with which theta is added to the gradient.</summary>
    public double WeightDecay { get; }

    /// <inheritdoc cref="IOptimizer{T}.Name"/>
    public string Name => "adam";

    /// <summary>Begins a run on parameters of that layout, with fresh state.</summary>
    /// <param name="layout">The tensors of theta.</param>
    /// <param name="context">What the caller knows of the run; not read.</param>
    public OptimizerRun<float> Start(ParameterLayout layout, RunContext? context = null) => new AdamRun<float>(this, layout);

    OptimizerRun<double> IOptimizer<double>.Start(ParameterLayout layout, RunContext? context) =>
        new AdamRun<double>(this, layout);
}
