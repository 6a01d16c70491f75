using System.Numerics;
using L2O.Numerics;

namespace L2O.Optimizers.Learned.Celo;

/// <summary>A Celo-Adam with its parameters bound.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class CeloAdamOptimizer<T> : LearnedOptimizer<T>, IOptimizer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public CeloAdamOptimizer(CeloAdam settings, ReadOnlySpan<T> phi, Compute compute) : base(settings, compute)
    {
        Settings = settings;
        Rebind(phi);
    }

    public new CeloAdam Settings { get; }

    public override string Name => "celo-adam";

    public override OptimizerNeeds Needs => OptimizerNeeds.Loss | OptimizerNeeds.Horizon;

    double IOptimizer<T>.LearningRate => Settings.LearningRate;

    public new Compute Compute => base.Compute;

    public CeloSchedule<T> Schedule { get; } = new();

    protected override LearnedRun<T> StartRun(ParameterLayout layout, RunContext? context) =>
        new CeloAdamRun<T>(this, layout, context!.Horizon!.Value);

    protected override void Pack(ReadOnlySpan<T> phi) => Schedule.Pack(PhiLayout, phi);
}
