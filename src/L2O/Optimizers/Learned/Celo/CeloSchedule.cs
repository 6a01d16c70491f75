using System.Numerics;
using L2O.Kernels.HyperLstm;
using L2O.Numerics;
using L2O.Optimizers.Learned.Hyper;
using L2O.Optimizers.State;

namespace L2O.Optimizers.Learned.Celo;

/// <summary>The schedule with its parameters bound, which all runs of an optimizer read.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class CeloSchedule<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double RateFactor = 0.1;

    private readonly HyperWeights<T> _weights = new(HyperState<T>.Shared, CeloPhi.LstmSize, 0);
    private readonly AlignedBuffer<T> _hidden = new(CeloPhi.LstmSize), _cell = new(CeloPhi.LstmSize);

    /// <summary>Takes over a phi.</summary>
    public void Pack(ParameterLayout layout, ReadOnlySpan<T> phi) => CeloPhi.Pack(layout, phi, _weights, _hidden.Span, _cell.Span);

    /// <summary>A run's state of it: one for all of theta, since all tensors have the same input.</summary>
    public HyperState<T> Start(Compute compute, int horizon, Func<StateShape, StateArray<T>> addState) =>
        new(compute, _weights, horizon, null, addState);

    /// <summary>Back to the start.</summary>
    public void Reset(HyperState<T> state) => state.Reset(_hidden.Span, _cell.Span);

    /// <summary>The rate of the coming step.</summary>
    /// <param name="state">Of the run.</param>
    /// <param name="iteration">Steps made before.</param>
    /// <param name="steps">Steps that the state has seen.</param>
    /// <param name="loss">Loss before the step.</param>
    /// <param name="advance">Whether the state moves on.</param>
    public static double Rate(HyperState<T> state, int iteration, int steps, double loss, bool advance)
    {
        state.ReadShared(iteration, steps, loss, state.Features.Span);
        state.Step([0], HyperState<T>.Shared, advance);
        return RateFactor * Math.Exp(double.CreateTruncating(state.Rates.Span[0]));
    }
}
