using System.Numerics;
using L2O.Numerics;

namespace L2O.Optimizers.Learned.Learnable;

/// <summary>SGD with the hyperparameters that phi says.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class LearnableSgdOptimizer<T> : LearnedOptimizer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public LearnableSgdOptimizer(LearnableSgd settings, ReadOnlySpan<T> phi, Compute compute) : base(settings, compute)
    {
        Settings = settings;
        Rebind(phi);
    }

    public new LearnableSgd Settings { get; }

    public override string Name => "learnable-sgd";

    public double LearningRate { get; private set; }

    public double Momentum { get; private set; }

    protected override LearnedRun<T> StartRun(ParameterLayout layout, RunContext? context) => new LearnableSgdRun<T>(this, layout);

    protected override void Pack(ReadOnlySpan<T> phi)
    {
        LearningRate = Hyperparameter.Positive(Settings.LearningRate, double.CreateTruncating(phi[0]));
        Momentum = Hyperparameter.Decay(Settings.Momentum, double.CreateTruncating(phi[1]));
    }
}
