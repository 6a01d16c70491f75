using System.Numerics;
using L2O.Numerics;

namespace L2O.Optimizers.Learned.Learnable;

/// <summary>Adam with the hyperparameters that phi says.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class LearnableAdamOptimizer<T> : LearnedOptimizer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public LearnableAdamOptimizer(LearnableAdam settings, ReadOnlySpan<T> phi, Compute compute) : base(settings, compute)
    {
        Settings = settings;
        Rebind(phi);
    }

    public new LearnableAdam Settings { get; }

    public override string Name => "learnable-adam";

    public double LearningRate { get; private set; }

    public double Beta1 { get; private set; }

    public double Beta2 { get; private set; }

    public double Epsilon { get; private set; }

    protected override LearnedRun<T> StartRun(ParameterLayout layout, RunContext? context) => new LearnableAdamRun<T>(this, layout);

    protected override void Pack(ReadOnlySpan<T> phi)
    {
        LearningRate = Hyperparameter.Positive(Settings.LearningRate, double.CreateTruncating(phi[0]));
        Beta1 = Hyperparameter.Decay(Settings.Beta1, double.CreateTruncating(phi[1]));
        Beta2 = Hyperparameter.Decay(Settings.Beta2, double.CreateTruncating(phi[2]));
        Epsilon = Hyperparameter.Positive(Settings.Epsilon, double.CreateTruncating(phi[3]));
    }
}
