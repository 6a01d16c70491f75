using L2O.Numerics;

namespace L2O.Optimizers.Rules;

/// <summary>
/// NAdamW as the field's lists of hyperparameters mean it (Metz et al. 2020, "Using a thousand optimization tasks to learn hyperparameter
/// search strategies"): Adam with Nesterov's look ahead, decoupled and L2 decay, and a schedule over the whole run.
/// g = g - l2·theta, m = β1·m + (1-β1)·g, v = β2·v + (1-β2)·g², r_t = rate(t)·√(1-β2^t)/(1-β1^t),
/// theta = theta - r_t·(β1·m + (1-β1)·g)/(√v + ε) - r_t·weightDecay·theta. The sign of l2 is the source's.
/// </summary>
public sealed record NAdamW : IOptimizer<float>, IOptimizer<double>
{
    /// <summary>Settings of NAdamW; without a warm-up and with a constant part of 1 the rate is constant.</summary>
    /// <param name="learningRate">About the largest size of an update, above 0.</param>
    /// <param name="beta1">Decay of the gradient's mean, 0 to below 1.</param>
    /// <param name="beta2">Decay of the squared gradient's mean, 0 to below 1.</param>
    /// <param name="epsilon">Added to the denominator, above 0.</param>
    /// <param name="nesterov">Whether updates look ahead.</param>
    /// <param name="weightDecay">Times the rate, the share of theta that a step takes away; at least 0.</param>
    /// <param name="l2">Factor with which theta is taken from the gradient, at least 0.</param>
    /// <param name="warmUpFraction">Part of the run over which the rate rises, 0 to 1; as in the source it rises over
    /// <paramref name="constantFraction"/> where that is more.</param>
    /// <param name="constantFraction">Part of the run behind which the rate falls along half a cosine, 0 to 1.</param>
    /// <param name="leastFraction">What is left of the rate at the end, 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    public NAdamW(double learningRate, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, bool nesterov = true,
        double weightDecay = 0, double l2 = 0, double warmUpFraction = 0, double constantFraction = 1, double leastFraction = 0)
    {
        LearningRate = SettingRange.Positive(learningRate, nameof(learningRate));
        Beta1 = SettingRange.BelowOne(beta1, nameof(beta1));
        Beta2 = SettingRange.BelowOne(beta2, nameof(beta2));
        Epsilon = SettingRange.Positive(epsilon, nameof(epsilon));
        Nesterov = nesterov;
        WeightDecay = SettingRange.NotNegative(weightDecay, nameof(weightDecay));
        L2 = SettingRange.NotNegative(l2, nameof(l2));
        WarmUpFraction = SettingRange.Share(warmUpFraction, nameof(warmUpFraction));
        ConstantFraction = SettingRange.Share(constantFraction, nameof(constantFraction));
        LeastFraction = SettingRange.Share(leastFraction, nameof(leastFraction));
    }

    /// <summary>About the largest size of an update.</summary>
    public double LearningRate { get; }

    /// <summary>Decay of the gradient's mean.</summary>
    public double Beta1 { get; }

    /// <summary>Decay of the squared gradient's mean.</summary>
    public double Beta2 { get; }

    /// <summary>Added to the denominator.</summary>
    public double Epsilon { get; }

    /// <summary>Whether updates look ahead.</summary>
    public bool Nesterov { get; }

    /// <summary>Times the rate, the share of theta that a step takes away.</summary>
    public double WeightDecay { get; }

    /// <summary>Factor with which theta is taken from the gradient.</summary>
    public double L2 { get; }

    /// <summary>Part of the run over which the rate rises.</summary>
    public double WarmUpFraction { get; }

    /// <summary>Part of the run behind which the rate falls.</summary>
    public double ConstantFraction { get; }

    /// <summary>What is left of the rate at the end.</summary>
    public double LeastFraction { get; }

    /// <inheritdoc cref="IOptimizer{T}.Name"/>
    public string Name => "nadamw";

    /// <inheritdoc cref="IOptimizer{T}.Needs"/>
    public OptimizerNeeds Needs => HasSchedule ? OptimizerNeeds.Horizon : OptimizerNeeds.None;

    private bool HasSchedule => WarmUpFraction > 0 || ConstantFraction < 1;

    /// <summary>Begins a run on parameters of that layout, with fresh state.</summary>
    /// <param name="layout">The tensors of theta.</param>
    /// <param name="context">Says how long the run is, where there is a schedule.</param>
    /// <exception cref="ArgumentException">There is a schedule, and nobody knows how long the run is.</exception>
    public OptimizerRun<float> Start(ParameterLayout layout, RunContext? context = null)
    {
        RunContext.Require(context, Name, Needs);
        return new NAdamWRun<float>(this, layout, context?.Horizon);
    }

    OptimizerRun<double> IOptimizer<double>.Start(ParameterLayout layout, RunContext? context)
    {
        RunContext.Require(context, Name, Needs);
        return new NAdamWRun<double>(this, layout, context?.Horizon);
    }

    /// <summary>The rate of a step.</summary>
    /// <param name="step">From 1.</param>
    /// <param name="horizon">N, steps of the run; read where there is a schedule.</param>
    internal double RateAt(int step, int? horizon)
    {
        if (!HasSchedule)
            return LearningRate;
        double total = horizon!.Value, t = Math.Min(step - 1, total), warmUp = total * Math.Max(WarmUpFraction, ConstantFraction);
        if (WarmUpFraction > 0 && t < warmUp)
            return LearningRate * t / warmUp;
        double constant = total * ConstantFraction, least = LeastFraction * LearningRate;
        return t <= constant ? LearningRate
            : least + (LearningRate - least) * (0.5 * Math.Cos(Math.PI * (t - constant) / (total - constant)) + 0.5);
    }
}
