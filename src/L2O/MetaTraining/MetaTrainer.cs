using System.Diagnostics;
using System.Numerics;
using L2O.Data;
using L2O.Kernels;
using L2O.Numerics;
using L2O.Optimizees;
using L2O.Optimizers;
using L2O.Optimizers.Learned;

namespace L2O.MetaTraining;

/// <summary>
/// Trains a learned optimizer (spec section 4): epochs of inner runs with meta-steps, then test runs that decide on the
/// best phi. Same seed, same bits, whatever the number of threads.
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
public sealed class MetaTrainer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly MetaTrainingSettings _settings;
    private readonly Rng _rng;
    private readonly MetaRun<T>[] _runs; // one for each task
    private readonly MetaTask<T>[] _tasks;
    private readonly double _weightSum;
    private readonly LearnedOptimizer<T> _optimizer;
    private readonly IOptimizerRun<T> _metaOptimizer;
    private readonly MinibatchSampler<T> _fixedOrder;
    private readonly IDataset _train;
    private readonly AlignedBuffer<T> _phi;
    private readonly List<EpochMetrics> _metrics = [];
    private T[] _bestPhi;
    private double _bestLoss = double.PositiveInfinity;
    private double _metaLossSum;
    private int _metaSteps;

    /// <summary>Draws a fresh phi and prepares the runs.</summary>
    /// <param name="learned">The learned optimizer.</param>
    /// <param name="optimizee">What it learns to train.</param>
    /// <param name="train">Where the batches come from.</param>
    /// <param name="settings">Lengths and rates.</param>
    /// <param name="seed">Source of all randomness.</param>
    /// <param name="compute">Lanes and threads.</param>
    public MetaTrainer(ILearnedOptimizer learned, IOptimizee<T> optimizee, IDataset train, MetaTrainingSettings settings, ulong seed, Compute compute)
        : this(learned, [new MetaTask<T>(optimizee)], train, settings, seed, compute)
    {
    }

    /// <summary>Prepares the runs of a learned optimizer that learns to train several optimizees, one drawn for each run.</summary>
    /// <param name="learned">The learned optimizer.</param>
    /// <param name="tasks">What it learns to train, at least one.</param>
    /// <param name="train">Where the batches come from.</param>
    /// <param name="settings">Lengths and rates.</param>
    /// <param name="seed">Source of all randomness.</param>
    /// <param name="compute">Lanes and threads.</param>
    /// <param name="startPhi">(P) what to start from, for fine-tuning; empty draws a fresh phi.</param>
    /// <exception cref="ArgumentException">There are no tasks, a weight is not positive, or phi has another length.</exception>
    public MetaTrainer(
        ILearnedOptimizer learned, IReadOnlyList<MetaTask<T>> tasks, IDataset train, MetaTrainingSettings settings, ulong seed, Compute compute, ReadOnlySpan<T> startPhi = default)
    {
        ArgumentNullException.ThrowIfNull(learned);
        ArgumentNullException.ThrowIfNull(tasks);
        ArgumentNullException.ThrowIfNull(settings);
        if (tasks.Count == 0 || tasks.Any(static task => !(task.Weight > 0 && double.IsFinite(task.Weight))))
            throw new ArgumentException($"tasks have the weights [{string.Join(", ", tasks.Select(static task => task.Weight))}]; expected at least one task, with positive weights", nameof(tasks));
        (_settings, _train, _rng, _tasks) = (settings, train, new Rng(seed), [.. tasks]);
        _weightSum = tasks.Sum(static task => task.Weight);
        ParameterLayout layout = learned.PhiLayout();
        _phi = new AlignedBuffer<T>(layout.Count);
        if (startPhi.IsEmpty)
            learned.InitializePhi(_phi.Span, _rng.Split("phi"));
        else if (startPhi.Length == layout.Count)
            startPhi.CopyTo(_phi.Span);
        else
            throw new ArgumentException($"startPhi has {startPhi.Length} values; expected {layout.Count}, as laid out by this {learned.GetType().Name}", nameof(startPhi));
        _bestPhi = _phi.Span.ToArray();
        _optimizer = learned.Bind<T>(_phi.Span, compute);
        _metaOptimizer = OptimizerCatalog.Factory<T>("adam")(settings.MetaLearningRate).Start(layout);
        _runs = [.. tasks.Select(task => new MetaRun<T>(_optimizer, _phi, task.Optimizee, _metaOptimizer, settings))];
        _fixedOrder = new MinibatchSampler<T>(train, settings.BatchSize, _rng);
    }

    /// <summary>Epochs done.</summary>
    public int Epoch => _metrics.Count;

    /// <summary>One entry an epoch done.</summary>
    public IReadOnlyList<EpochMetrics> Metrics => _metrics;

    /// <summary>(P) the best parameters so far.</summary>
    public ReadOnlySpan<T> BestPhi => _bestPhi;

    /// <summary>A copy of everything that <see cref="Restore"/> needs; to be taken between epochs.</summary>
    public MetaTrainingState<T> Save()
    {
        var writer = new StateWriter<T>();
        _metaOptimizer.Save(writer);
        return new MetaTrainingState<T>(Epoch, _phi.Span.ToArray(), [.. _bestPhi], _bestLoss, writer.Tensors, [.. _metrics]);
    }

    /// <summary>Continues where <see cref="Save"/> was called, with the same settings, seed and data.</summary>
    /// <exception cref="InvalidDataException">The state does not fit.</exception>
    public void Restore(MetaTrainingState<T> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Phi.Length != _phi.Length || state.BestPhi.Length != _phi.Length || state.Metrics.Count != state.Epoch)
            throw new InvalidDataException($"state of {state.Phi.Length} parameters after {state.Epoch} epochs with {state.Metrics.Count} metrics; expected {_phi.Length} parameters and metrics for each epoch");
        _metaOptimizer.Load(new StateReader<T>(state.MetaOptimizer));
        state.Phi.CopyTo(_phi.Span);
        _optimizer.Rebind(_phi.Span);
        _bestPhi = [.. state.BestPhi];
        _bestLoss = state.BestLoss;
        _metrics.Clear();
        _metrics.AddRange(state.Metrics);
    }

    /// <summary>Runs the next epoch. After a cancellation this object is in the middle of an epoch and of no further use.</summary>
    /// <param name="progress">Told after each unroll; may be null.</param>
    /// <param name="cancellation">Checked after each unroll.</param>
    /// <returns>The epoch's losses.</returns>
    public EpochMetrics RunEpoch(IProgress<MetaTrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        long started = Stopwatch.GetTimestamp();
        _metaLossSum = 0;
        _metaSteps = 0;
        for (int run = 0; run < _settings.RunsPerEpoch; run++)
        {
            ulong number = (ulong)Epoch * (ulong)_settings.RunsPerEpoch + (ulong)run;
            RunInner(DrawTask(number), train: true, run, number, progress, cancellation);
        }
        double testLoss = 0;
        for (int run = 0; run < TestRuns; run++)
        {
            int task = run % _tasks.Length;
            double share = _tasks[task].Weight / _weightSum / _settings.TestRuns;
            testLoss += share * RunInner(task, train: false, _settings.RunsPerEpoch + run, (ulong)(run / _tasks.Length), progress, cancellation);
        }

        double metaLoss = _metaLossSum / _metaSteps, decisive = _settings.TestRuns > 0 ? testLoss : metaLoss;
        bool best = decisive < _bestLoss;
        if (best)
        {
            _bestLoss = decisive;
            _bestPhi = _phi.Span.ToArray();
        }
        var metrics = new EpochMetrics(Epoch + 1, metaLoss, _settings.TestRuns > 0 ? testLoss : double.NaN, best, Stopwatch.GetElapsedTime(started).TotalSeconds);
        _metrics.Add(metrics);
        return metrics;
    }

    /// <summary>Test runs of an epoch: as many for each task.</summary>
    private int TestRuns => _settings.TestRuns * _tasks.Length;

    private int DrawTask(ulong number)
    {
        if (_tasks.Length == 1)
            return 0;
        double left = _rng.Split("task", number).NextDouble() * _weightSum;
        int task = 0;
        while (task < _tasks.Length - 1 && left >= _tasks[task].Weight)
            left -= _tasks[task++].Weight;
        return task;
    }

    /// <summary>One inner run; gives its summed loss, infinity if it diverged.</summary>
    private double RunInner(int task, bool train, int position, ulong number, IProgress<MetaTrainingProgress>? progress, CancellationToken cancellation)
    {
        MetaRun<T> run = _runs[task];
        long runs = _settings.RunsPerEpoch + TestRuns, before = (Epoch * runs + position) * _settings.Iterations;
        MinibatchSampler<T> sampler = Batches(train, number);
        Restart(task, train, number);
        double sum = 0;
        for (int iteration = 1; iteration <= _settings.Iterations; iteration++)
        {
            Batch<T> batch = sampler.Next();
            int metaSteps = run.MetaSteps + run.SkippedMetaSteps;
            if (train)
                run.RateFactor = _settings.RateFactor(((Epoch * (double)_settings.RunsPerEpoch) + position + (double)iteration / _settings.Iterations) / ((double)_settings.Epochs * _settings.RunsPerEpoch));
            double loss = (train ? run.TrainStep(batch) : run.TestStep(batch)).Loss;
            if (!double.IsFinite(loss))
                return double.PositiveInfinity;
            sum += loss;
            if (run.MetaSteps + run.SkippedMetaSteps > metaSteps)
            {
                _metaLossSum += run.MetaLoss;
                _metaSteps++;
            }
            if (iteration % _settings.Unroll != 0)
                continue;
            cancellation.ThrowIfCancellationRequested();
            progress?.Report(new MetaTrainingProgress(Epoch + 1, before + iteration, _settings.Epochs * runs * _settings.Iterations, loss));
        }
        return sum;
    }

    private void Restart(int task, bool train, ulong number)
    {
        Rng start = _rng.Split(train ? "train theta" : "test theta", number);
        int first = train && _settings.RandomStart is { } random ? random.Draw(start, _settings.Iterations) : 1;
        IOptimizerRun<T>? warmUp = first > 1 ? _settings.RandomStart!.WarmUp<T>().Start(_tasks[task].Optimizee.Layout) : null;
        _runs[task].Restart(start, first, warmUp);
    }

    private MinibatchSampler<T> Batches(bool train, ulong number)
    {
        if (_settings.DataOrder == DataOrder.PerRun)
            return new MinibatchSampler<T>(_train, _settings.BatchSize, _rng.Split(train ? "train order" : "test order", number));
        _fixedOrder.Position = default;
        return _fixedOrder;
    }
}
