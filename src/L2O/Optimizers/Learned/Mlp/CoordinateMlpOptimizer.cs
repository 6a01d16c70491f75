using System.Numerics;
using L2O.Numerics;

namespace L2O.Optimizers.Learned.Mlp;

/// <summary>A coordinate-wise MLP with its parameters bound.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class CoordinateMlpOptimizer<T> : LearnedOptimizer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly AlignedBuffer<T> _phi;

    public CoordinateMlpOptimizer(CoordinateMlp settings, ReadOnlySpan<T> phi, Compute compute) : base(settings, compute)
    {
        Settings = settings;
        _phi = new AlignedBuffer<T>(PhiLayout.Count);
        Rebind(phi);
    }

    public new CoordinateMlp Settings { get; }

    public override string Name => "mlp";

    public ReadOnlySpan<T> Phi => _phi.Span;

    protected override LearnedRun<T> StartRun(ParameterLayout layout, RunContext? context) => new CoordinateMlpRun<T>(this, layout);

    protected override void Pack(ReadOnlySpan<T> phi) => phi.CopyTo(_phi.Span);
}
