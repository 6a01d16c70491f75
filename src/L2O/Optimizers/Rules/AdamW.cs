using L2O.Numerics;

namespace L2O.Optimizers.Rules;

/// <summary>
/// Adam with decoupled weight decay (Loshchilov and Hutter, "Decoupled weight decay regularization", 2019), as in PyTorch's AdamW: theta
/// shrinks by the factor 1 - learningRate·weightDecay, then moves as under <see cref="Adam"/>; the decay never enters the running means.
/// </summary>
public sealed record AdamW : IOptimizer<float>, IOptimizer<double>
{
    private readonly Adam _adam;

    /// <summary>Settings of AdamW.</summary>
    /// <param name="learningRate">About the largest size of an update without the decay, above 0.</param>
    /// <param name="beta1">Decay of the gradient's mean, 0 to below 1.</param>
    /// <param name="beta2">Decay of the squared gradient's mean, 0 to below 1.</param>
    /// <param name="epsilon">Added to the denominator, above 0.</param>
    /// <param name="weightDecay">Times the learning rate, the share of theta that a step takes away; at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    public AdamW(double learningRate, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0.01)
    {
        _adam = new Adam(learningRate, beta1, beta2, epsilon);
        WeightDecay = SettingRange.NotNegative(weightDecay, nameof(weightDecay));
    }

    /// <summary>About the largest size of an update without the decay.</summary>
    public double LearningRate => _adam.LearningRate;

    /// <summary>Decay of the gradient's mean.</summary>
    public double Beta1 => _adam.Beta1;

    /// <summary>Decay of the squared gradient's mean.</summary>
    public double Beta2 => _adam.Beta2;

    /// <summary>Added to the denominator.</summary>
    public double Epsilon => _adam.Epsilon;

    /// <summary>Times the learning rate, the share of theta that a step takes away.</summary>
    public double WeightDecay { get; }

    /// <inheritdoc cref="IOptimizer{T}.Name"/>
    public string Name => "adamw";

    /// <summary>Begins a run on parameters of that layout, with fresh state.</summary>
    /// <param name="layout">The tensors of theta.</param>
    /// <param name="context">What the caller knows of the run; not read.</param>
    public OptimizerRun<float> Start(ParameterLayout layout, RunContext? context = null) => new AdamRun<float>(_adam, layout, WeightDecay);

    OptimizerRun<double> IOptimizer<double>.Start(ParameterLayout layout, RunContext? context) =>
        new AdamRun<double>(_adam, layout, WeightDecay);
}
