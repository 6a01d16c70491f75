using System.Numerics;
using System.Numerics.Tensors;
using L2O.Data;
using L2O.MetaTraining.Estimators;
using L2O.MetaTraining.Regularizers;
using L2O.Numerics;
using L2O.Optimizees;
using L2O.Optimizers;
using L2O.Optimizers.Learned;

namespace L2O.MetaTraining;

/// <summary>
/// Inner runs during which phi is trained: the learned optimizer trains an optimizee, and at the end of each unroll phi
/// takes one step of the meta-optimizer; theta and state are carried over as constants (docs/mathematics.md section 4). One instance
/// serves many runs, one after the other; an iteration allocates nothing.
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class MetaRun<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly LearnedOptimizer<T> _optimizer;
    private readonly IOptimizee<T> _optimizee;
    private readonly OptimizerRun<T> _metaOptimizer;
    private readonly MetaTrainingSettings _settings;
    private readonly LearnedRun<T> _run;
    private readonly ParameterLayout _phiLayout;
    private readonly TruncatedBptt<T> _bptt;
    private readonly SymmetryRegularizer<T>? _regularizer;
    private readonly AlignedBuffer<T> _phi;
    private readonly AlignedBuffer<T> _phiGradient;
    private readonly AlignedBuffer<T> _phiUpdate;
    private readonly AlignedBuffer<T> _nextPhi;
    private readonly AlignedBuffer<T> _theta;
    private readonly AlignedBuffer<T> _update;
    private Rng _unrolls = new(0);
    private OptimizerRun<T>? _warmUp;
    private int _warmUpSteps;
    private int _unroll;

    /// <summary>Prepares the memory of the runs.</summary>
    /// <param name="optimizer">The learned optimizer; its phi follows the meta-steps.</param>
    /// <param name="phi">(P) where phi lives; changed by meta-steps, and expected to equal the optimizer's.</param>
    /// <param name="optimizee">What is trained.</param>
    /// <param name="metaOptimizer">Trains phi; Adam in the study.</param>
    /// <param name="settings">The meta-loss, the unrolls, clipping and the random start; the numbers of runs and epochs play no part
    /// here.</param>
    /// <exception cref="ArgumentException">The learned optimizer reads what only a caller can supply, or the regularizer finds nothing in
    /// this optimizee.</exception>
    public MetaRun(LearnedOptimizer<T> optimizer, AlignedBuffer<T> phi, IOptimizee<T> optimizee,
        OptimizerRun<T> metaOptimizer, MetaTrainingSettings settings)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(phi);
        ArgumentNullException.ThrowIfNull(optimizee);
        ArgumentNullException.ThrowIfNull(metaOptimizer);
        ArgumentNullException.ThrowIfNull(settings);
        if (!optimizer.Settings.SuppliesItsInputs)
            throw new ArgumentException(
                "extraInputs has 'supplied'; expected inputs that the optimizer makes itself, because nothing supplies any during " +
                "meta-training", nameof(optimizer));
        int n = optimizee.Layout.Count;
        (_optimizer, _phi, _optimizee, _metaOptimizer, _settings) = (optimizer, phi, optimizee, metaOptimizer, settings);
        _run = optimizer.Start(optimizee.Layout, new RunContext(settings.Iterations, givesLoss: true));
        _phiLayout = optimizer.PhiLayout;
        _regularizer = settings.Regularizer is { } regularizer ? new SymmetryRegularizer<T>(regularizer, optimizee) : null;
        _bptt = new TruncatedBptt<T>(_run, n, settings.LongestUnroll ?? settings.Unroll, settings.LogLoss, _regularizer is not null);
        _phiGradient = new AlignedBuffer<T>(phi.Length);
        _phiUpdate = new AlignedBuffer<T>(phi.Length);
        _nextPhi = new AlignedBuffer<T>(phi.Length);
        _theta = new AlignedBuffer<T>(n);
        _update = new AlignedBuffer<T>(n);
        BeginUnroll(0);
    }

    /// <summary>(n) the optimizee's parameters; may be set between <see cref="Restart"/> and the first step.</summary>
    public Span<T> Theta => _theta.Span;

    /// <summary>(n) what the last step added to theta.</summary>
    public ReadOnlySpan<T> Update => _update.Span;

    /// <summary>(P) the gradient of the last meta-step.</summary>
    public ReadOnlySpan<T> PhiGradient => _phiGradient.Span;

    /// <summary>Factor on what the meta-optimizer adds to phi: a schedule of its learning rate. 1 at first.</summary>
    public double RateFactor { get; set; } = 1;

    /// <summary>The meta-loss of the last meta-step; NaN before the first.</summary>
    public double MetaLoss { get; private set; } = double.NaN;

    /// <summary>Meta-steps made over all runs, those left out excluded.</summary>
    public int MetaSteps { get; private set; }

    /// <summary>Meta-steps left out because their gradient, or the phi that they led to, was not finite.</summary>
    public int SkippedMetaSteps { get; private set; }

    /// <summary>
    /// What was not finite in the last step; null if all was. After a loss, gradient or update that was not, only <see cref="Restart"/>
    /// helps.
    /// </summary>
    public Divergence? Diverged { get; private set; }

    /// <summary>Whether no unroll is under way, so that <see cref="Save"/> may be called.</summary>
    public bool IsAtBoundary => _bptt.Steps == 0;

    /// <summary>The regularization of the last step: a term of the meta-loss, 0 without a regularizer.</summary>
    public double Regularization { get; private set; }

    /// <summary>Begins a fresh run: new theta, fresh state.</summary>
    /// <param name="start">Source of theta, and of the lengths of random unrolls.</param>
    /// <param name="firstIteration">The learned optimizer's first iteration, counted from 1.</param>
    /// <param name="warmUp">What trains before it, freshly started; needed if that is not the first.</param>
    /// <exception cref="ArgumentException">There is a warm-up and nothing to do it, or nothing to do.</exception>
    public void Restart(Rng start, int firstIteration = 1, OptimizerRun<T>? warmUp = null)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(firstIteration);
        if (firstIteration > 1 == warmUp is null)
            throw new ArgumentException(
                $"firstIteration is {firstIteration} and there is {(warmUp is null ? "no" : "a")} warm-up optimizer; expected one " +
                $"exactly if it is above 1", nameof(warmUp));
        _optimizee.Initialize(_theta.Span, start);
        _run.Reset(firstIteration - 1);
        _unrolls = start.Split("unroll");
        (_warmUp, _warmUpSteps) = (warmUp, firstIteration - 1);
        BeginUnroll(firstIteration - 1);
    }

    /// <summary>One inner step; at the end of each unroll a meta-step.</summary>
    /// <returns>Loss and accuracy on the batch before the step.</returns>
    public LossAndAccuracy TrainStep(Batch<T> batch)
    {
        Diverged = null;
        if (_warmUpSteps > 0)
            return WarmUpStep(batch);
        Span<T> gradient = _bptt.Gradient;
        LossAndAccuracy train = _optimizee.LossAndGradient(_theta.Span, batch, gradient);
        _run.Advance(_theta.Span, gradient, _update.Span, train.Loss);
        Inspect(train.Loss, gradient);
        if (_regularizer is not null)
            Regularization = _regularizer.Differentiate(_theta.Span, _update.Span, _bptt.UpdateAdjoint);
        TensorPrimitives.Add(_theta.Span, _update.Span, _theta.Span);
        _bptt.Record(train.Loss, Regularization);
        if (_bptt.Steps == _unroll)
        {
            if (Diverged is null)
                MetaStep();
            else
                SkippedMetaSteps++;
            BeginUnroll(0);
        }
        return train;
    }

    /// <summary>One inner step without anything for phi.</summary>
    /// <returns>Loss and accuracy on the batch before the step.</returns>
    public LossAndAccuracy TestStep(Batch<T> batch)
    {
        Diverged = null;
        Span<T> gradient = _bptt.Gradient;
        LossAndAccuracy train = _optimizee.LossAndGradient(_theta.Span, batch, gradient);
        _run.Step(_theta.Span, gradient, _update.Span, train.Loss);
        Inspect(train.Loss, gradient);
        return train;
    }

    /// <summary>Writes the run under way: theta, statistics, the optimizers' states, the unrolls.</summary>
    /// <exception cref="InvalidOperationException">An unroll is under way.</exception>
    public void Save(StateWriter<T> writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (!IsAtBoundary)
            throw new InvalidOperationException($"{_bptt.Steps} steps of an unroll are under way; expected a call behind a meta-step");
        writer.Write("theta", _theta.Span);
        writer.Write("statistics", _optimizee.Statistics);
        writer.Write("unroll", _unroll);
        writer.Write("unroll_stream", checked((int)_unrolls.Position));
        writer.Write("warm_up_steps", _warmUpSteps);
        _run.Save(writer.Within("optimizer."));
        if (_warmUpSteps > 0)
            _warmUp!.Save(writer.Within("warm_up."));
    }

    /// <summary>Goes on with a run that <see cref="Save"/> wrote, after a <see cref="Restart"/> with the same arguments as then.</summary>
    /// <exception cref="InvalidDataException">The stored state does not fit; the run is as it was.</exception>
    public void Load(StateReader<T> reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        reader.Check("theta", _theta.Length);
        reader.Check("statistics", _optimizee.Statistics.Length);
        (int unroll, int position, int warmUpSteps) = (reader.ReadInt("unroll"), reader.ReadInt("unroll_stream"),
            reader.ReadInt("warm_up_steps"));
        int longest = _settings.LongestUnroll ?? _settings.Unroll;
        if (unroll < 1 || unroll > longest || position < 0 || warmUpSteps < 0 || (warmUpSteps > 0 && _warmUp is null))
            throw new InvalidDataException(
                $"state 'unroll' is {unroll}, 'unroll_stream' {position}, 'warm_up_steps' {warmUpSteps}; expected 1 to {longest}, 0 " +
                $"or more, and 0 without a random start");
        if (warmUpSteps > 0)
            _warmUp!.Check(reader.Within("warm_up."));
        _run.Load(reader.Within("optimizer."));
        if (warmUpSteps > 0)
            _warmUp!.LoadChecked(reader.Within("warm_up."));
        reader.Read("theta", _theta.Span);
        reader.Read("statistics", _optimizee.Statistics);
        (_unroll, _warmUpSteps, _unrolls.Position) = (unroll, warmUpSteps, (ulong)position);
        _bptt.Begin();
    }

    /// <summary>Looks for what is not finite, in the order in which it would have come about.</summary>
    private void Inspect(double loss, ReadOnlySpan<T> gradient)
    {
        if (!double.IsFinite(loss))
            Diverged = new Divergence(DivergenceSource.Loss, null, loss);
        else
            Diverged = Find(DivergenceSource.Gradient, _optimizee.Layout, gradient)
                ?? Find(DivergenceSource.Update, _optimizee.Layout, _update.Span);
    }

    private static Divergence? Find(DivergenceSource source, ParameterLayout layout, ReadOnlySpan<T> values) =>
        FiniteCheck.FirstNonFinite(values) is >= 0 and var index
            ? Name(source, layout, index, double.CreateTruncating(values[index])) : null;

    // Apart, since the lambda's object would be made on every call.
    private static Divergence Name(DivergenceSource source, ParameterLayout layout, int index, double value) =>
        new(source, layout.Slots.First(slot => index < slot.Offset + slot.Count).Name, value);

    private LossAndAccuracy WarmUpStep(Batch<T> batch)
    {
        LossAndAccuracy train = _optimizee.LossAndGradient(_theta.Span, batch, _bptt.Gradient);
        if (_warmUpSteps == 1)
            _run.Follow(_theta.Span);
        _warmUp!.Step(_theta.Span, _bptt.Gradient, _update.Span, train.Loss);
        Inspect(train.Loss, _bptt.Gradient);
        _warmUpSteps--;
        return train;
    }

    /// <summary>Unrolls of fixed length end at multiples of U, also behind a random start; random ones are as long as drawn.</summary>
    private void BeginUnroll(int iteration)
    {
        _unroll = _settings.LongestUnroll is { } longest
            ? _settings.Unroll + _unrolls.NextInt(longest - _settings.Unroll + 1)
            : _settings.Unroll - iteration % _settings.Unroll;
        _bptt.Begin();
    }

    private void MetaStep()
    {
        MetaLoss = _bptt.MetaLoss;
        _bptt.Differentiate(_phiGradient.Span);
        Diverged = Find(DivergenceSource.MetaGradient, _phiLayout, _phiGradient.Span);
        if (Diverged is not null)
        {
            SkippedMetaSteps++;
            return;
        }
        double norm = Math.Sqrt(DoubleSums.InnerProduct<T>(_phiGradient.Span, _phiGradient.Span));
        if (_settings.ClipNorm is { } clip && norm > clip)
            TensorPrimitives.Multiply(_phiGradient.Span, T.CreateChecked(clip / norm), _phiGradient.Span);
        _metaOptimizer.Advance(_phi.Span, _phiGradient.Span, _phiUpdate.Span);
        if (RateFactor == 1)
            TensorPrimitives.Add(_phi.Span, _phiUpdate.Span, _nextPhi.Span);
        else
            TensorPrimitives.MultiplyAdd(_phiUpdate.Span, T.CreateChecked(RateFactor), _phi.Span, _nextPhi.Span);
        Diverged = Find(DivergenceSource.Phi, _phiLayout, _nextPhi.Span);
        if (Diverged is not null)
        {
            SkippedMetaSteps++;
            return;
        }
        _nextPhi.Span.CopyTo(_phi.Span);
        _optimizer.Rebind(_phi.Span);
        MetaSteps++;
    }
}
