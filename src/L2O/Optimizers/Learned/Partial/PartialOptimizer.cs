using System.Numerics;
using L2O.Numerics;

namespace L2O.Optimizers.Learned.Partial;

/// <summary>A <see cref="PartialControl"/> with phi bound.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class PartialOptimizer<T> : LearnedOptimizer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public PartialOptimizer(PartialControl settings, ReadOnlySpan<T> phi, Compute compute) : base(settings, compute)
    {
        Settings = settings;
        Learned = settings.Learned.Bind(phi, compute);
        Rest = settings.Optimizer.Create<T>(settings.LearningRate);
    }

    public new PartialControl Settings { get; }

    public LearnedOptimizer<T> Learned { get; }

    public IOptimizer<T> Rest { get; }

    public override OptimizerNeeds Needs => Learned.Needs | Rest.Needs;

    public override string Name => $"{Learned.Name}-partial";

    protected override LearnedRun<T> StartRun(ParameterLayout layout, RunContext? context) => new PartialRun<T>(this, layout, context);

    protected override void Pack(ReadOnlySpan<T> phi) => Learned.Rebind(phi);
}
