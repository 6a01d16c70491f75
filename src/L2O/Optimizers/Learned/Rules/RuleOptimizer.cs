using System.Numerics;
using L2O.Numerics;

namespace L2O.Optimizers.Learned.Rules;

/// <summary>A <see cref="LearnedRule"/> with phi bound.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class RuleOptimizer<T> : LearnedOptimizer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly AlignedBuffer<T> _phi;

    public RuleOptimizer(LearnedRule rule, ReadOnlySpan<T> phi, Compute compute) : base(rule, compute)
    {
        Rule = rule;
        _phi = new AlignedBuffer<T>(PhiLayout.Count);
        Rebind(phi);
    }

    public LearnedRule Rule { get; }

    public override string Name => Rule.Name;

    public override OptimizerNeeds Needs => Rule.Needs;

    public ReadOnlySpan<T> Phi => _phi.Span;

    protected override LearnedRun<T> StartRun(ParameterLayout layout, RunContext? context) => new RuleRun<T>(this, layout, context);

    protected override void Pack(ReadOnlySpan<T> phi) => phi.CopyTo(_phi.Span);
}
