using System.Numerics;
using L2O.Kernels.Lstm;
using L2O.Numerics;

namespace L2O.Optimizers.Learned.Lstm;

/// <summary>The coordinate-wise LSTM with its parameters bound.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class CoordinateLstmOptimizer<T> : LearnedOptimizer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
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
    /// <param name="layout">The tensors of theta.</param>
    /// <param name="context">What the caller knows of the run; its horizon is T of time inputs whose settings name none.</param>
    public new CoordinateLstmRun<T> Start(ParameterLayout layout, RunContext? context = null) =>
        (CoordinateLstmRun<T>)base.Start(layout, context);

    /// <inheritdoc/>
    protected override LearnedRun<T> StartRun(ParameterLayout layout, RunContext? context) =>
        new CoordinateLstmRun<T>(this, layout, context?.Horizon);

    /// <inheritdoc/>
    protected override void Pack(ReadOnlySpan<T> phi) => LstmTensors.Pack(PhiLayout.Slots.AsSpan(), phi, Weights);
}
