using System.Numerics;
using System.Numerics.Tensors;
using L2O.Data;
using L2O.Numerics;
using L2O.Optimizees;
using L2O.Optimizers;
using L2O.Optimizers.Learned;

namespace L2O.MetaTraining;

/// <summary>
/// Inner runs during which phi is trained: the learned optimizer trains an optimizee, and after every U of its steps phi
/// takes one step of the meta-optimizer; theta and state are carried over as constants (spec section 4). One instance
/// serves many runs, one after the other; an iteration allocates nothing.
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
public sealed class MetaRun<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly LearnedOptimizer<T> _optimizer;
    private readonly IOptimizee<T> _optimizee;
    private readonly IOptimizerRun<T> _metaOptimizer;
    private readonly CoordinateLstmRun<T> _run;
    private readonly TruncatedBptt<T> _bptt;
    private readonly AlignedBuffer<T> _phi;
    private readonly AlignedBuffer<T> _phiGradient;
    private readonly AlignedBuffer<T> _phiBefore;
    private readonly AlignedBuffer<T> _phiUpdate;
    private readonly AlignedBuffer<T> _theta;
    private readonly AlignedBuffer<T> _update;
    private readonly int _unroll;
    private int _stepsInUnroll;

    /// <summary>Prepares the memory of the runs.</summary>
    /// <param name="optimizer">The learned optimizer; its phi follows the meta-steps.</param>
    /// <param name="phi">(P) where phi lives; changed by meta-steps, and expected to equal the optimizer's.</param>
    /// <param name="optimizee">What is trained.</param>
    /// <param name="metaOptimizer">Trains phi; Adam in the study.</param>
    /// <param name="unroll">U, at least 1.</param>
    /// <param name="logLoss">Whether the meta-loss is log(Σ loss) or Σ loss.</param>
    public MetaRun(LearnedOptimizer<T> optimizer, AlignedBuffer<T> phi, IOptimizee<T> optimizee, IOptimizerRun<T> metaOptimizer, int unroll, bool logLoss)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(phi);
        ArgumentNullException.ThrowIfNull(optimizee);
        ArgumentNullException.ThrowIfNull(metaOptimizer);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(unroll);
        int n = optimizee.Layout.Count;
        (_optimizer, _phi, _optimizee, _metaOptimizer, _unroll) = (optimizer, phi, optimizee, metaOptimizer, unroll);
        _run = optimizer.Start(optimizee.Layout);
        _bptt = new TruncatedBptt<T>(optimizer, n, unroll, logLoss);
        _phiGradient = new AlignedBuffer<T>(phi.Length);
        _phiBefore = new AlignedBuffer<T>(phi.Length);
        _phiUpdate = new AlignedBuffer<T>(phi.Length);
        _theta = new AlignedBuffer<T>(n);
        _update = new AlignedBuffer<T>(n);
        _bptt.Begin(_run);
    }

    /// <summary>(n) the optimizee's parameters; may be set between <see cref="Restart"/> and the first step.</summary>
    public Span<T> Theta => _theta.Span;

    /// <summary>(n) what the last step added to theta: λ times the network's output.</summary>
    public ReadOnlySpan<T> Update => _update.Span;

    /// <summary>(P) the gradient of the last meta-step.</summary>
    public ReadOnlySpan<T> PhiGradient => _phiGradient.Span;

    /// <summary>Factor on what the meta-optimizer adds to phi: a schedule of its learning rate. 1 at first.</summary>
    public double RateFactor { get; set; } = 1;

    /// <summary>The meta-loss of the last meta-step; NaN before the first.</summary>
    public double MetaLoss { get; private set; } = double.NaN;

    /// <summary>Meta-steps made over all runs, those left out because their gradient was not finite excluded.</summary>
    public int MetaSteps { get; private set; }

    /// <summary>Meta-steps left out because their gradient was not finite.</summary>
    public int SkippedMetaSteps { get; private set; }

    /// <summary>Begins a fresh run: new theta, zero state.</summary>
    public void Restart(Rng start)
    {
        _optimizee.Initialize(_theta.Span, start);
        _run.Reset();
        _stepsInUnroll = 0;
        _bptt.Begin(_run);
    }

    /// <summary>One inner step; after every U of them a meta-step.</summary>
    /// <returns>Loss and accuracy on the batch before the step.</returns>
    public LossAndAccuracy TrainStep(Batch<T> batch)
    {
        Span<T> gradient = _bptt.Gradient;
        LossAndAccuracy train = _optimizee.LossAndGradient(_theta.Span, batch, gradient);
        _bptt.Record(_run, train.Loss);
        _run.Step(_theta.Span, gradient, _update.Span);
        if (++_stepsInUnroll == _unroll)
        {
            MetaStep();
            _stepsInUnroll = 0;
            _bptt.Begin(_run);
        }
        return train;
    }

    /// <summary>One inner step without anything for phi.</summary>
    /// <returns>Loss and accuracy on the batch before the step.</returns>
    public LossAndAccuracy TestStep(Batch<T> batch)
    {
        Span<T> gradient = _bptt.Gradient;
        LossAndAccuracy train = _optimizee.LossAndGradient(_theta.Span, batch, gradient);
        _run.Step(_theta.Span, gradient, _update.Span);
        return train;
    }

    private void MetaStep()
    {
        MetaLoss = _bptt.MetaLoss;
        _bptt.Differentiate(_phiGradient.Span);
        foreach (T value in _phiGradient.Span)
            if (!T.IsFinite(value))
            {
                SkippedMetaSteps++;
                return;
            }
        _phi.Span.CopyTo(_phiBefore.Span);
        _metaOptimizer.Step(_phi.Span, _phiGradient.Span, _phiUpdate.Span);
        if (RateFactor != 1)
            TensorPrimitives.MultiplyAdd(_phiUpdate.Span, T.CreateChecked(RateFactor), _phiBefore.Span, _phi.Span);
        _optimizer.Rebind(_phi.Span);
        MetaSteps++;
    }
}
