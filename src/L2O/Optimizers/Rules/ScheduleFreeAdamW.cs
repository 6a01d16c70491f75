using L2O.Numerics;

namespace L2O.Optimizers.Rules;

/// <summary>
/// Schedule-free AdamW (Defazio et al. 2024, "The road less scheduled"): gradients are taken at y = (1-β1)·z + β1·x, z moves as under
/// RMSProp, x is the mean of all z so far, and takes the place of a schedule. theta is y; the point to evaluate is x.
/// </summary>
public sealed record ScheduleFreeAdamW : IOptimizer<float>, IOptimizer<double>
{
    /// <summary>Settings of schedule-free AdamW.</summary>
    /// <param name="learningRate">About the largest size of a step of z, above 0.</param>
    /// <param name="beta1">Share of x in y, above 0 to below 1.</param>
    /// <param name="beta2">Decay of the squared gradient's mean, 0 to below 1.</param>
    /// <param name="epsilon">Added to the denominator, above 0.</param>
    /// <param name="weightDecay">Times the learning rate, the share of y that a step takes away from z; at least 0.</param>
    /// <param name="warmUp">Steps over which the rate rises, 0 for none.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    public ScheduleFreeAdamW(double learningRate, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0,
        int warmUp = 0)
    {
        LearningRate = SettingRange.Positive(learningRate, nameof(learningRate));
        Beta1 = beta1 > 0 ? SettingRange.BelowOne(beta1, nameof(beta1))
            : throw new ArgumentOutOfRangeException(nameof(beta1), $"beta1 is {beta1}; expected above 0, below 1");
        Beta2 = SettingRange.BelowOne(beta2, nameof(beta2));
        Epsilon = SettingRange.Positive(epsilon, nameof(epsilon));
        WeightDecay = SettingRange.NotNegative(weightDecay, nameof(weightDecay));
        WarmUp = warmUp >= 0 ? warmUp
            : throw new ArgumentOutOfRangeException(nameof(warmUp), $"warmUp is {warmUp}; expected 0 steps or more");
    }

    /// <summary>About the largest size of a step of z.</summary>
    public double LearningRate { get; }

    /// <summary>Share of x in y.</summary>
    public double Beta1 { get; }

    /// <summary>Decay of the squared gradient's mean.</summary>
    public double Beta2 { get; }

    /// <summary>Added to the denominator.</summary>
    public double Epsilon { get; }

    /// <summary>Times the learning rate, the share of y that a step takes away from z.</summary>
    public double WeightDecay { get; }

    /// <summary>Steps over which the rate rises.</summary>
    public int WarmUp { get; }

    /// <inheritdoc cref="IOptimizer{T}.Name"/>
    public string Name => "schedule-free-adamw";

    /// <summary>Begins a run on parameters of that layout, with fresh state.</summary>
    /// <param name="layout">The tensors of theta.</param>
    /// <param name="context">What the caller knows of the run; not read.</param>
    public OptimizerRun<float> Start(ParameterLayout layout, RunContext? context = null) => new ScheduleFreeRun<float>(this, layout);

    OptimizerRun<double> IOptimizer<double>.Start(ParameterLayout layout, RunContext? context) => new ScheduleFreeRun<double>(this, layout);
}
