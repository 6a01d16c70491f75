using System.Numerics;
using L2O.Kernels.Lstm;
using L2O.Numerics;
using L2O.Optimizers.Learned.Lstm;

namespace L2O.Optimizers.Learned.RnnProp;

/// <summary>RNNProp with its parameters bound.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class RnnPropOptimizer<T> : LearnedOptimizer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public RnnPropOptimizer(RnnProp settings, ReadOnlySpan<T> phi, Compute compute) : base(settings, compute)
    {
        Settings = settings;
        Weights = new LstmWeights<T>(settings.Shape, RnnProp.Inputs.Rows);
        Rebind(phi);
    }

    public new RnnProp Settings { get; }

    public override string Name => "rnnprop";

    public LstmWeights<T> Weights { get; }

    protected override LearnedRun<T> StartRun(ParameterLayout layout, RunContext? context) => new RnnPropRun<T>(this, layout);

    /// <summary>Writes the kernels' sums as the gradient of phi.</summary>
    public void WriteGradient(LstmWeightSums sums, Span<T> dPhi)
    {
        sums.WriteProjection(PhiLayout.Slots[0].Of(dPhi), PhiLayout.Slots[1].Of(dPhi));
        LstmTensors.Write(PhiLayout.Slots.AsSpan(2..), sums, dPhi);
    }

    protected override void Pack(ReadOnlySpan<T> phi)
    {
        Weights.PackProjection(PhiLayout.Slots[0].Of(phi), PhiLayout.Slots[1].Of(phi));
        LstmTensors.Pack(PhiLayout.Slots.AsSpan(2..), phi, Weights);
    }
}
