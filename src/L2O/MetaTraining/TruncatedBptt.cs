using System.Collections.Immutable;
using System.Numerics;
using L2O.Kernels;
using L2O.Numerics;
using L2O.Optimizers.Learned;

namespace L2O.MetaTraining;

/// <summary>
/// The gradient of phi over one unroll by truncated back-propagation through time (Werbos 1990), with spec section 4's
/// identity: the gradients that the LSTM reads are constants, hence d(Σ loss)/d u_t = λ Σ_{s&gt;t} g_s exactly, and the
/// optimizee needs one backward pass an iteration.
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class TruncatedBptt<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly LearnedOptimizer<T> _optimizer;
    private readonly ParameterLayout _phiLayout;
    private readonly LstmMetaGradient<T> _kernel;
    private readonly UnrollTape<T> _tape;
    private readonly bool _logLoss;
    private double _lossSum;
    private int _steps;

    /// <param name="optimizer">Whose phi is differentiated.</param>
    /// <param name="coordinates">n of the optimizee.</param>
    /// <param name="unroll">U, at least 1.</param>
    /// <param name="logLoss">Whether the meta-loss is log(Σ loss) or Σ loss.</param>
    public TruncatedBptt(LearnedOptimizer<T> optimizer, int coordinates, int unroll, bool logLoss)
    {
        CoordinateLstm settings = optimizer.Settings;
        (_optimizer, _logLoss, _phiLayout) = (optimizer, logLoss, settings.PhiLayout());
        _kernel = new LstmMetaGradient<T>(optimizer.Weights, settings.Inputs, coordinates, unroll, optimizer.Compute);
        _tape = new UnrollTape<T>(coordinates, unroll, settings.ExtraInputs, LstmStep<T>.StateLength(settings.Shape, coordinates));
    }

    /// <summary>Where the gradient of the coming step goes: the optimizee writes it here, the optimizer reads it here.</summary>
    public Span<T> Gradient => _tape.Gradient(_steps);

    /// <summary>The meta-loss of the steps recorded so far.</summary>
    public double MetaLoss => _logLoss ? Math.Log(_lossSum) : _lossSum;

    /// <summary>Begins an unroll at the run's present state.</summary>
    public void Begin(CoordinateLstmRun<T> run)
    {
        run.State.CopyTo(_tape.StartState.Span);
        _lossSum = 0;
        _steps = 0;
    }

    /// <summary>Records a step that the run is about to take with <see cref="Gradient"/>.</summary>
    public void Record(CoordinateLstmRun<T> run, double loss)
    {
        run.ExtraInputs.CopyTo(_tape.ExtraInputs(_steps));
        _lossSum += loss;
        _steps++;
    }

    /// <summary>Computes d(meta-loss)/d(phi) over the recorded steps. Phi must not have changed since <see cref="Begin"/>.</summary>
    /// <param name="dPhi">(P); overwritten.</param>
    public void Differentiate(Span<T> dPhi)
    {
        double factor = _optimizer.Settings.UpdateScale / (_logLoss ? _lossSum : 1);
        _kernel.Run(_tape.Gradients, _steps, _tape.AllExtraInputs, _tape.StartState.Span, T.CreateChecked(factor));
        ImmutableArray<ParameterSlot> slots = _phiLayout.Slots; // two cells of four tensors, then the output layer
        for (int cell = 0; cell < 2; cell++)
            _kernel.Total.WriteCell(cell, slots[4 * cell].Of(dPhi), slots[4 * cell + 1].Of(dPhi), slots[4 * cell + 2].Of(dPhi), slots[4 * cell + 3].Of(dPhi));
        _kernel.Total.WriteOutput(slots[8].Of(dPhi), slots[9].Of(dPhi));
    }
}
