using System.Numerics;
using L2O.Kernels.Lstm;
using L2O.Numerics;

namespace L2O.Optimizers.Learned.Lstm;

/// <summary>The coordinate-wise LSTM with its parameters bound.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
public sealed class CoordinateLstmOptimizer<T> : LearnedOptimizer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal CoordinateLstmOptimizer(CoordinateLstm settings, ReadOnlySpan<T> phi, Compute compute) : base(settings, compute)
    {
        Settings = settings;
        Weights = new LstmWeights<T>(settings.Shape);
        Rebind(phi);
    }

    /// <summary>The network's settings.</summary>
    public new CoordinateLstm Settings { get; }

    /// <inheritdoc/>
    public override string Name => "l2o";

    internal LstmWeights<T> Weights { get; }

    /// <summary>Begins a run with zero state.</summary>
    public override CoordinateLstmRun<T> Start(ParameterLayout layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        return new CoordinateLstmRun<T>(this, layout);
    }

    private protected override void Pack(ReadOnlySpan<T> phi) => LstmTensors.Pack(PhiLayout.Slots.AsSpan(), phi, Weights);
}
