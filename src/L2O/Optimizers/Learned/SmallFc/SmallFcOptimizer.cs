using System.Numerics;
using L2O.Kernels.Factored;
using L2O.Numerics;

namespace L2O.Optimizers.Learned.SmallFc;

/// <summary>smallFc, or a relative, with its parameters bound.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class SmallFcOptimizer<T> : LearnedOptimizer<T>, IOptimizer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly AlignedBuffer<T> _phi;

    public SmallFcOptimizer(ILearnedOptimizer settings, SmallFcRule rule, ReadOnlySpan<T> phi, Compute compute) : base(settings, compute)
    {
        (Rule, _phi) = (rule, new AlignedBuffer<T>(PhiLayout.Count));
        Rebind(phi);
    }

    public SmallFcRule Rule { get; }

    public override string Name => Rule.Name;

    double IOptimizer<T>.LearningRate => Rule.LearningRate;

    public new Compute Compute => base.Compute;

    public ReadOnlySpan<T> Phi => _phi.Span;

    /// <summary>Gives phi to the kernels.</summary>
    public void Pack(int iteration, FeatureWeights<T> weights) => SmallFcPhi.Pack<T>(PhiLayout, _phi.Span, iteration, weights);

    protected override LearnedRun<T> StartRun(ParameterLayout layout, RunContext? context) => new SmallFcRun<T>(this, layout);

    protected override void Pack(ReadOnlySpan<T> phi) => phi.CopyTo(_phi.Span);
}
