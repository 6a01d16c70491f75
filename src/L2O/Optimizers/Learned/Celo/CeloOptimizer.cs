using System.Numerics;
using L2O.Kernels.Factored;
using L2O.Kernels.SmallMlp;
using L2O.Numerics;

namespace L2O.Optimizers.Learned.Celo;

/// <summary>A Celo with its parameters bound.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class CeloOptimizer<T> : LearnedOptimizer<T>, IOptimizer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public CeloOptimizer(Celo settings, ReadOnlySpan<T> phi, Compute compute) : base(settings, compute)
    {
        Settings = settings;
        Rebind(phi);
    }

    public new Celo Settings { get; }

    public override string Name => Settings.IsScheduled ? "celo" : "celo-phase1";

    public override OptimizerNeeds Needs => OptimizerNeeds.Loss | OptimizerNeeds.Horizon;

    double IOptimizer<T>.LearningRate => Settings.LearningRate;

    public new Compute Compute => base.Compute;

    public FeatureWeights<T> Weights { get; } = new(SmallMlpForm.Velo, SmallMlpForm.HiddenCount(SmallMlpForm.VeloHidden));

    public CeloSchedule<T> Schedule { get; } = new();

    protected override LearnedRun<T> StartRun(ParameterLayout layout, RunContext? context) =>
        new CeloRun<T>(this, layout, context!.Horizon!.Value);

    protected override void Pack(ReadOnlySpan<T> phi)
    {
        CeloPhi.Pack(PhiLayout, phi, Weights);
        Schedule.Pack(PhiLayout, phi);
    }
}
