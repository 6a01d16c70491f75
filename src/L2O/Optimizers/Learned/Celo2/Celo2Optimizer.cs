using System.Numerics;
using L2O.Kernels.Celo2;
using L2O.Kernels.Factored;
using L2O.Numerics;

namespace L2O.Optimizers.Learned.Celo2;

/// <summary>A Celo2 with its parameters bound.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class Celo2Optimizer<T> : LearnedOptimizer<T>, IOptimizer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly AlignedBuffer<T> _phi = new(Celo2Features.PhiCount);

    public Celo2Optimizer(Celo2 settings, ReadOnlySpan<T> phi, Compute compute) : base(settings, compute)
    {
        Settings = settings;
        Rebind(phi);
    }

    public new Celo2 Settings { get; }

    public override string Name => Settings.Orthogonalize ? "celo2" : "celo2-base";

    double IOptimizer<T>.LearningRate => Settings.LearningRate;

    public FeatureWeights<T> Weights { get; } = new(Celo2Features.Form, Celo2Features.HiddenCount)
    {
        Rates = { Square = Celo2Features.SquareRate },
    };

    public ReadOnlySpan<T> Phi => _phi.Span;

    public new Compute Compute => base.Compute;

    protected override LearnedRun<T> StartRun(ParameterLayout layout, RunContext? context) => new Celo2Run<T>(this, layout);

    protected override void Pack(ReadOnlySpan<T> phi)
    {
        phi.CopyTo(_phi.Span);
        Weights.Pack(phi);
    }
}
