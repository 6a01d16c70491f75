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
    }

    public new PartialControl Settings { get; }

    public LearnedOptimizer<T> Learned { get; }

    public override string Name => $"{Learned.Name}-partial";

    public override PartialRun<T> Start(ParameterLayout layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        return new PartialRun<T>(this, layout);
    }

    private protected override void Pack(ReadOnlySpan<T> phi) => Learned.Rebind(phi);
}
