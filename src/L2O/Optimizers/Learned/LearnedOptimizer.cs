using System.Collections.Immutable;
using System.Numerics;
using L2O.Kernels;
using L2O.Numerics;

namespace L2O.Optimizers.Learned;

/// <summary>A learned optimizer with its parameters bound: to everything else an optimizer like any other.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
public sealed class LearnedOptimizer<T> : IOptimizer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ParameterLayout _phiLayout;

    internal LearnedOptimizer(CoordinateLstm settings, ReadOnlySpan<T> phi, Compute compute)
    {
        ArgumentNullException.ThrowIfNull(compute);
        Settings = settings;
        Compute = compute;
        Weights = new LstmWeights<T>(settings.Shape);
        _phiLayout = settings.PhiLayout();
        Rebind(phi);
    }

    /// <summary>The network's settings.</summary>
    public CoordinateLstm Settings { get; }

    /// <inheritdoc/>
    public string Name => "l2o";

    internal LstmWeights<T> Weights { get; }

    internal Compute Compute { get; }

    /// <inheritdoc/>
    IOptimizerRun<T> IOptimizer<T>.Start(ParameterLayout layout) => Start(layout);

    /// <summary>Begins a run with zero state.</summary>
    public CoordinateLstmRun<T> Start(ParameterLayout layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        return new CoordinateLstmRun<T>(this, layout.Count);
    }

    /// <summary>Replaces phi, also for runs that have begun: meta-training moves phi in the middle of a run. Allocates nothing.</summary>
    internal void Rebind(ReadOnlySpan<T> phi)
    {
        if (phi.Length != _phiLayout.Count)
            throw new ArgumentException($"phi has {phi.Length} values; expected {_phiLayout.Count} for hidden size {Settings.HiddenSize} and {Settings.Inputs.Rows} inputs");
        ImmutableArray<ParameterSlot> slots = _phiLayout.Slots; // two cells of four tensors, then the output layer
        for (int cell = 0; cell < 2; cell++)
            Weights.PackCell(cell, slots[4 * cell].Of(phi), slots[4 * cell + 1].Of(phi), slots[4 * cell + 2].Of(phi), slots[4 * cell + 3].Of(phi));
        Weights.PackOutput(slots[8].Of(phi), slots[9].Of(phi));
    }
}
