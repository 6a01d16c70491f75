using System.Numerics;
using System.Numerics.Tensors;
using L2O.Data;
using L2O.Numerics;
using L2O.Optimizees;
using L2O.Optimizers;

namespace L2O.Training;

/// <summary>
/// Trains one optimizee with one optimizer: batch, gradient, step. Owns theta and the vectors of an iteration; an
/// iteration allocates nothing.
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
public sealed class InnerLoop<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const string ThetaName = "theta";
    private const string StatisticsName = "statistics";
    private const string OptimizerPrefix = "optimizer.";

    private readonly IOptimizee<T> _optimizee;
    private readonly OptimizerRun<T> _run;
    private readonly IReadOnlyList<IStepObserver<T>> _observers;
    private AlignedBuffer<T> _theta;
    private AlignedBuffer<T> _nextTheta; // of loops with observers, which see both
    private readonly AlignedBuffer<T> _gradient;
    private readonly AlignedBuffer<T> _update;
    private AlignedBuffer<T>? _point; // of optimizers that are evaluated elsewhere than they train

    /// <summary>Draws the starting parameters and starts the optimizer.</summary>
    /// <param name="optimizee">What is trained; used by this loop alone while it runs.</param>
    /// <param name="optimizer">What trains it.</param>
    /// <param name="start">Stream of the starting parameters.</param>
    /// <param name="observers">Called before and after each step, in this order.</param>
    public InnerLoop(IOptimizee<T> optimizee, IOptimizer<T> optimizer, Rng start, params IReadOnlyList<IStepObserver<T>> observers)
        : this(optimizee, optimizer, start, horizon: null, observers)
    {
    }

    /// <summary>As the other constructor, of a loop whose length is known.</summary>
    /// <param name="optimizee">What is trained; used by this loop alone while it runs.</param>
    /// <param name="optimizer">What trains it.</param>
    /// <param name="start">Stream of the starting parameters.</param>
    /// <param name="horizon">Iterations that the loop will make; null if nobody knows.</param>
    /// <param name="observers">Called before and after each step, in this order.</param>
    /// <exception cref="ArgumentException">The optimizer needs what this loop does not have.</exception>
    public InnerLoop(IOptimizee<T> optimizee, IOptimizer<T> optimizer, Rng start, int? horizon,
        params IReadOnlyList<IStepObserver<T>> observers)
        : this(optimizee, optimizer, start, new RunContext(horizon, givesLoss: true), observers)
    {
    }

    /// <summary>As the other constructors, of a loop that says what it will give in each step.</summary>
    internal InnerLoop(IOptimizee<T> optimizee, IOptimizer<T> optimizer, Rng start, RunContext context,
        params IReadOnlyList<IStepObserver<T>> observers)
    {
        ArgumentNullException.ThrowIfNull(optimizee);
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(observers);
        (_optimizee, _observers) = (optimizee, observers);
        int n = optimizee.Layout.Count;
        _theta = new AlignedBuffer<T>(n);
        _nextTheta = new AlignedBuffer<T>(observers.Count > 0 ? n : 0);
        _gradient = new AlignedBuffer<T>(n);
        _update = new AlignedBuffer<T>(n);
        optimizee.Initialize(_theta.Span, start);
        _run = optimizer.Start(optimizee.Layout, context);
    }

    /// <summary>(n) the present parameters.</summary>
    public ReadOnlySpan<T> Theta => _theta.Span;

    /// <summary>(n) what to evaluate: theta, or the mean that an optimizer keeps of it.</summary>
    internal ReadOnlySpan<T> Evaluated
    {
        get
        {
            if (!_run.HasEvaluationPoint)
                return _theta.Span;
            _point ??= new AlignedBuffer<T>(_theta.Length);
            _run.ReadEvaluationPoint(_theta.Span, _point.Span);
            return _point.Span;
        }
    }

    /// <summary>(n) the gradient of the last iteration.</summary>
    public ReadOnlySpan<T> Gradient => _gradient.Span;

    /// <summary>(n) the update of the last iteration.</summary>
    public ReadOnlySpan<T> Update => _update.Span;

    /// <summary>Iterations made.</summary>
    public int Iteration { get; private set; }

    /// <summary>Iterations, since the start or the last <see cref="Load"/>, whose step was skipped for its gradient.</summary>
    internal int SkippedSteps => _run.SkippedSteps;

    /// <summary>Makes one iteration.</summary>
    /// <param name="batch">The iteration's training batch.</param>
    /// <returns>Loss and accuracy on the batch before the step.</returns>
    public LossAndAccuracy Step(Batch<T> batch) => Step(batch, validationLoss: null);

    /// <summary>As the other overload, with a loss on samples that are not trained on.</summary>
    internal LossAndAccuracy Step(Batch<T> batch, double? validationLoss)
    {
        LossAndAccuracy train = _optimizee.LossAndGradient(_theta.Span, batch, _gradient.Span);
        Iteration++;
        if (_observers.Count == 0)
        {
            _run.Step(_theta.Span, _gradient.Span, _update.Span, train.Loss, validationLoss);
            return train;
        }
        for (int i = 0; i < _observers.Count; i++)
            _observers[i].BeforeStep(new StepStart<T>
            {
                Iteration = Iteration,
                Theta = _theta.Span,
                Gradient = _gradient.Span,
                Train = train,
                Run = _run,
            });
        _run.Advance(_theta.Span, _gradient.Span, _update.Span, train.Loss, validationLoss);
        TensorPrimitives.Add(_theta.Span, _update.Span, _nextTheta.Span);
        (_theta, _nextTheta) = (_nextTheta, _theta);
        for (int i = 0; i < _observers.Count; i++)
            _observers[i].OnStep(new StepView<T>
            {
                Iteration = Iteration,
                Theta = _nextTheta.Span,
                Gradient = _gradient.Span,
                Update = _update.Span,
                NextTheta = _theta.Span,
                Train = train,
                Run = _run,
            });
        return train;
    }

    /// <summary>Writes all that the next steps depend on: parameters, statistics, the optimizer's state.</summary>
    internal void Save(StateWriter<T> writer)
    {
        writer.Write(ThetaName, _theta.Span);
        writer.Write(StatisticsName, _optimizee.Statistics);
        _run.Save(writer.Within(OptimizerPrefix));
    }

    /// <summary>Restores what <see cref="Save"/> wrote of a loop with the same optimizee and optimizer.</summary>
    /// <exception cref="InvalidDataException">The stored state does not fit.</exception>
    internal void Load(StateReader<T> reader)
    {
        reader.Check(StatisticsName, _optimizee.Statistics.Length);
        reader.Check(ThetaName, _theta.Length);
        _run.Load(reader.Within(OptimizerPrefix));
        reader.Read(ThetaName, _theta.Span);
        reader.Read(StatisticsName, _optimizee.Statistics);
        Iteration = _run.Iteration;
    }

    /// <summary>Loss and accuracy of the present parameters in evaluation mode. Changes nothing.</summary>
    public LossAndAccuracy Evaluate(Batch<T> batch) => _optimizee.Loss(Evaluated, batch);
}
