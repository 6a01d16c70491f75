using System.Numerics;
using L2O.Data;
using L2O.Numerics;
using L2O.Optimizees;
using L2O.Optimizers;
using L2O.Optimizers.Learned;

namespace L2O.MetaTraining;

/// <summary>
/// Trains a learned optimizer (docs/mathematics.md section 4): epochs of inner runs with meta-steps, then test runs that decide on the
/// best phi. Same seed, same bits, whatever the number of threads.
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
public sealed partial class MetaTrainer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly MetaTrainingSettings _settings;
    private readonly Rng _rng;
    private readonly MetaRun<T>[] _runs; // one for each task
    private readonly MetaTask<T>[] _tasks;
    private readonly double _weightSum;
    private readonly LearnedOptimizer<T> _optimizer;
    private readonly OptimizerRun<T> _metaOptimizer;
    private readonly MinibatchSampler<T> _fixedOrder;
    private readonly IDataset _train;
    private readonly AlignedBuffer<T> _phi;
    private readonly List<EpochMetrics> _metrics = [];
    private MinibatchSampler<T> _batches;
    private MetaTrainingCursor _cursor;
    private T[] _bestPhi;
    private double _bestLoss = double.PositiveInfinity;

    /// <summary>Draws a fresh phi and prepares the runs.</summary>
    /// <param name="learned">The learned optimizer.</param>
    /// <param name="optimizee">What it learns to train.</param>
    /// <param name="train">Where the batches come from.</param>
    /// <param name="settings">Lengths and rates.</param>
    /// <param name="seed">Source of all randomness.</param>
    /// <param name="compute">Lanes and threads.</param>
    public MetaTrainer(
        ILearnedOptimizer learned, IOptimizee<T> optimizee, IDataset train, MetaTrainingSettings settings, ulong seed, Compute compute)
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
        ILearnedOptimizer learned, IReadOnlyList<MetaTask<T>> tasks, IDataset train, MetaTrainingSettings settings, ulong seed,
        Compute compute, ReadOnlySpan<T> startPhi = default)
    {
        ArgumentNullException.ThrowIfNull(learned);
        ArgumentNullException.ThrowIfNull(tasks);
        ArgumentNullException.ThrowIfNull(settings);
        if (tasks.Count == 0 || tasks.Any(static task => !(task.Weight > 0 && double.IsFinite(task.Weight))))
            throw new ArgumentException($"tasks have the weights [{string.Join(", ", tasks.Select(static task => task.Weight))}]; "
                + "expected at least one task, with positive weights", nameof(tasks));
        (_settings, _train, _rng, _tasks, _weightSum) =
            (settings, train, new Rng(seed), [.. tasks], tasks.Sum(static task => task.Weight));
        ParameterLayout layout = learned.PhiLayout();
        _phi = new AlignedBuffer<T>(layout.Count);
        if (startPhi.IsEmpty)
            learned.InitializePhi(_phi.Span, _rng.Split("phi"));
        else if (startPhi.Length == layout.Count)
            startPhi.CopyTo(_phi.Span);
        else
            throw new ArgumentException(
                $"startPhi has {startPhi.Length} values; expected {layout.Count}, as this {learned.GetType().Name} has", nameof(startPhi));
        _bestPhi = _phi.Span.ToArray();
        _optimizer = learned.Bind<T>(_phi.Span, compute);
        _metaOptimizer = OptimizerCatalog.Factory<T>("adam")(settings.MetaLearningRate).Start(layout);
        _runs = [.. tasks.Select(task => new MetaRun<T>(_optimizer, _phi, task.Optimizee, _metaOptimizer, settings))];
        _batches = _fixedOrder = new MinibatchSampler<T>(train, settings.BatchSize, _rng);
        _fixedOrder.LeastSamples = tasks.Max(static task => task.Optimizee.LeastSamples); // refuses batches that are too small
    }

    /// <summary>Epochs done.</summary>
    public int Epoch => _metrics.Count;

    /// <summary>One entry an epoch done.</summary>
    public IReadOnlyList<EpochMetrics> Metrics => _metrics;

    /// <summary>(P) the present parameters.</summary>
    internal ReadOnlySpan<T> Phi => _phi.Span;

    /// <summary>(P) the best parameters so far.</summary>
    public ReadOnlySpan<T> BestPhi => _bestPhi;

    /// <summary>Where the epoch under way stands.</summary>
    internal MetaTrainingCursor Cursor => _cursor;

    /// <summary>What is trained, in the order of the description.</summary>
    internal IReadOnlyList<MetaTask<T>> Tasks => _tasks;

    private int RunsOfEpoch => _settings.RunsPerEpoch + TestRuns;

    /// <summary>
    /// A copy of everything that <see cref="Restore"/> needs; to be taken between epochs or where <see cref="MetaTrainingHooks.Boundary"/>
    /// is called.
    /// </summary>
    /// <exception cref="InvalidOperationException">An unroll is under way.</exception>
    internal MetaTrainingState<T> Save()
    {
        var writer = new StateWriter<T>();
        _metaOptimizer.Save(writer);
        var run = new StateWriter<T>();
        if (_cursor.Iteration > 0)
            _runs[TaskOf(_cursor.Run)].Save(run);
        return new MetaTrainingState<T>(Epoch, _phi.Span.ToArray(), [.. _bestPhi], _bestLoss, writer.Tensors, [.. _metrics])
        {
            Cursor = _cursor,
            InnerRun = run.Tensors,
            Batches = _cursor.Iteration > 0 ? _batches.Position : default,
        };
    }

    /// <summary>Continues where <see cref="Save"/> was called, with the same settings, seed and data.</summary>
    /// <exception cref="InvalidDataException">The state does not fit; this trainer is of no more use then.</exception>
    internal void Restore(MetaTrainingState<T> state)
    {
        if (state.Phi.Length != _phi.Length || state.BestPhi.Length != _phi.Length || state.Metrics.Count != state.Epoch)
            throw new InvalidDataException(
                $"state of {state.Phi.Length} parameters after {state.Epoch} epochs with {state.Metrics.Count} metrics; expected " +
                $"{_phi.Length} parameters and metrics for each epoch");
        MetaTrainingCursor cursor = state.Cursor;
        if (cursor.Run < 0 || cursor.Run >= RunsOfEpoch || cursor.Iteration < 0 || cursor.Iteration > _settings.Iterations)
            throw new InvalidDataException(
                $"state in run {cursor.Run}, iteration {cursor.Iteration}; expected a run of 0 to {RunsOfEpoch - 1} and an iteration of " +
                $"0 to {_settings.Iterations}");
        _metaOptimizer.Load(new StateReader<T>(state.MetaOptimizer));
        state.Phi.CopyTo(_phi.Span);
        _optimizer.Rebind(_phi.Span);
        _bestPhi = [.. state.BestPhi];
        _bestLoss = state.BestLoss;
        _metrics.Clear();
        _metrics.AddRange(state.Metrics);
        _cursor = cursor;
        if (cursor.Iteration > 0)
            RestoreRun(state);
    }

    private void RestoreRun(MetaTrainingState<T> state)
    {
        BeginRun();
        _runs[TaskOf(_cursor.Run)].Load(new StateReader<T>(state.InnerRun));
        try
        {
            _batches.Position = state.Batches;
        }
        catch (ArgumentOutOfRangeException failure)
        {
            throw new InvalidDataException($"state at {state.Batches}; expected a place in '{_train.Name}'", failure);
        }
    }

    /// <summary>Runs the next epoch.</summary>
    /// <param name="cancellation">Checked after each iteration.</param>
    /// <returns>The epoch's losses.</returns>
    /// <exception cref="DivergenceException">A number was not finite, and the settings say to abort then.</exception>
    public EpochMetrics RunEpoch(CancellationToken cancellation = default) => RunEpoch(null, cancellation);

    /// <summary>
    /// Runs the next epoch, or what is left of the one under way. After a cancellation or an exception from a hook, what is between two
    /// boundaries is lost: go on from a <see cref="Save"/>.
    /// </summary>
    /// <param name="hooks">Whom to tell; may be null.</param>
    /// <param name="cancellation">Checked after each iteration.</param>
    /// <returns>The epoch's losses.</returns>
    /// <exception cref="DivergenceException">A number was not finite, and the settings say to abort then.</exception>
    internal EpochMetrics RunEpoch(MetaTrainingHooks? hooks, CancellationToken cancellation = default)
    {
        hooks ??= new MetaTrainingHooks();
        while (_cursor.Run < RunsOfEpoch)
        {
            if (_cursor.Iteration == 0)
                BeginRun();
            double sum = FinishRun(hooks, cancellation);
            double share = IsTest(_cursor.Run) ? _tasks[TaskOf(_cursor.Run)].Weight / _weightSum / _settings.TestRuns : 0;
            double testLoss = share > 0 ? _cursor.TestLoss + share * sum : _cursor.TestLoss;
            _cursor = _cursor with { Run = _cursor.Run + 1, Iteration = 0, RunLoss = 0, TestLoss = testLoss };
            if (_cursor.Run < RunsOfEpoch)
                hooks.Boundary?.Invoke();
        }
        return FinishEpoch();
    }

    private EpochMetrics FinishEpoch()
    {
        double metaLoss = _cursor.MetaLossSum / _cursor.MetaSteps, decisive = _settings.TestRuns > 0 ? _cursor.TestLoss : metaLoss;
        bool best = decisive < _bestLoss && _cursor.MetaSteps > _cursor.SkippedMetaSteps; // a phi that nothing has trained is no result
        if (best)
        {
            _bestLoss = decisive;
            _bestPhi = _phi.Span.ToArray();
        }
        var metrics = new EpochMetrics(Epoch + 1, metaLoss, _settings.TestRuns > 0 ? _cursor.TestLoss : double.NaN,
            best, _cursor.SkippedMetaSteps, _cursor.DivergedRuns);
        _metrics.Add(metrics);
        _cursor = default;
        return metrics;
    }

    /// <summary>Test runs of an epoch: as many for each task.</summary>
    private int TestRuns => _settings.TestRuns * _tasks.Length;

    private bool IsTest(int run) => run >= _settings.RunsPerEpoch;

    /// <summary>
    /// Number of a run in its stream of random numbers: runs with meta-steps count on through the epochs, test runs are the same in each.
    /// </summary>
    private ulong NumberOf(int run) => IsTest(run)
        ? (ulong)((run - _settings.RunsPerEpoch) / _tasks.Length)
        : (ulong)Epoch * (ulong)_settings.RunsPerEpoch + (ulong)run;

    private int TaskOf(int run)
    {
        if (_tasks.Length == 1)
            return 0;
        if (IsTest(run))
            return (run - _settings.RunsPerEpoch) % _tasks.Length;
        double left = _rng.Split("task", NumberOf(run)).NextDouble() * _weightSum;
        int task = 0;
        while (task < _tasks.Length - 1 && left >= _tasks[task].Weight)
            left -= _tasks[task++].Weight;
        return task;
    }

    /// <summary>Draws theta, the first iteration and the order of the batches of the run at the cursor.</summary>
    private void BeginRun()
    {
        int task = TaskOf(_cursor.Run);
        ulong number = NumberOf(_cursor.Run);
        bool train = !IsTest(_cursor.Run);
        Rng start = _rng.Split(train ? "train theta" : "test theta", number);
        int first = train && _settings.RandomStart is { } random ? random.Draw(start, _settings.Iterations) : 1;
        OptimizerRun<T>? warmUp = first > 1 ? _settings.RandomStart!.WarmUp<T>()
            .Start(_tasks[task].Optimizee.Layout, new RunContext(_settings.Iterations, givesLoss: true)) : null;
        _runs[task].Restart(start, first, warmUp);
        _batches = _settings.DataOrder == DataOrder.PerRun
            ? new MinibatchSampler<T>(_train, _settings.BatchSize, _rng.Split(train ? "train order" : "test order", number))
            : _fixedOrder;
        _batches.LeastSamples = _tasks[task].Optimizee.LeastSamples;
        _batches.Position = default;
    }

    /// <summary>Makes the iterations that are left of the run at the cursor; gives its summed loss, infinity if it diverged.</summary>
    private double FinishRun(MetaTrainingHooks hooks, CancellationToken cancellation)
    {
        MetaRun<T> run = _runs[TaskOf(_cursor.Run)];
        bool train = !IsTest(_cursor.Run);
        long runs = RunsOfEpoch, before = (Epoch * runs + _cursor.Run) * _settings.Iterations;
        while (_cursor.Iteration < _settings.Iterations)
        {
            cancellation.ThrowIfCancellationRequested();
            Batch<T> batch = _batches.Next();
            int metaSteps = run.MetaSteps + run.SkippedMetaSteps, iteration = _cursor.Iteration + 1;
            if (train)
                run.RateFactor =
                    _settings.RateFactor(((Epoch * (double)_settings.RunsPerEpoch) + _cursor.Run
                    + (double)iteration / _settings.Iterations) / ((double)_settings.Epochs * _settings.RunsPerEpoch));
            double loss = (train ? run.TrainStep(batch) : run.TestStep(batch)).Loss;
            bool metaStep = run.MetaSteps + run.SkippedMetaSteps > metaSteps && run.Diverged is not { IsOfRun: true };
            _cursor = _cursor with
            {
                Iteration = iteration,
                RunLoss = _cursor.RunLoss + loss,
                MetaLossSum = metaStep ? _cursor.MetaLossSum + run.MetaLoss : _cursor.MetaLossSum,
                MetaSteps = metaStep ? _cursor.MetaSteps + 1 : _cursor.MetaSteps,
            };
            if (run.Diverged is not null && EndsRun(run.Diverged, hooks))
                return double.PositiveInfinity;
            bool reports = iteration % _settings.Unroll == 0;
            if (reports)
                hooks.Progress?.Report(new MetaTrainingProgress(Epoch + 1, before + iteration,
                    _settings.Epochs * runs * _settings.Iterations, loss, _cursor.MetaLossSum / _cursor.MetaSteps));
            if ((metaStep || (reports && run.IsAtBoundary)) && iteration < _settings.Iterations)
                hooks.Boundary?.Invoke();
        }
        return _cursor.RunLoss;
    }

    /// <summary>Counts what is not finite, tells of it and does what the policy says.</summary>
    /// <returns>Whether the run is over.</returns>
    private bool EndsRun(Divergence divergence, MetaTrainingHooks hooks)
    {
        Divergence placed = divergence with { Epoch = Epoch + 1, Run = _cursor.Run + 1, Iteration = _cursor.Iteration };
        bool ends = divergence.IsOfRun || _settings.Divergence == DivergencePolicy.StopRun;
        int skipped = _cursor.SkippedMetaSteps + (divergence.IsOfRun ? 0 : 1), diverged = _cursor.DivergedRuns + (ends ? 1 : 0);
        _cursor = _cursor with { SkippedMetaSteps = skipped, DivergedRuns = diverged };
        hooks.Diverged?.Invoke(placed);
        return _settings.Divergence == DivergencePolicy.Abort ? throw new DivergenceException(placed) : ends;
    }
}
