using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.ExceptionServices;
using L2O.Data;
using L2O.Data.Sources;
using L2O.Optimizees;
using L2O.Optimizees.Losses;
using L2O.Optimizers;

namespace L2O.MetaTesting;

/// <summary>
/// Compares optimizers on optimizees (docs/mathematics.md section 7): learning rates are searched first, then every optimizer trains
/// every optimizee from the same starting parameters on the same batches. Runs lie side by side, one thread each; the
/// results do not depend on how many.
/// </summary>
public sealed class MetaTest
{
    /// <summary>Part of every stored run's key: to be raised when the same settings give other numbers than before.</summary>
    private const int ResultsVersion = 1;

    private readonly DataSplits _data;
    private readonly MetaTestSettings _settings;
    private readonly ulong _seed;
    private readonly int _threads;
    private readonly Func<string, Compute, IOptimizee<float>> _createOptimizee;
    private readonly string _dataIdentity;
    private readonly ITrialStore? _searches;
    private readonly ITrialStore? _cells;
    private readonly ITestObserver? _observer;
    private readonly LossKind _loss;

    /// <summary>Plans a comparison on networks of one's own.</summary>
    /// <param name="data">Train batches come from its training split, test batches from the other.</param>
    /// <param name="settings">Lengths and numbers of runs.</param>
    /// <param name="seed">Source of all randomness; equal seeds give meta-training and meta-test the same batches.</param>
    /// <param name="threads">Runs side by side, 1 or more; 0 means one for each core.</param>
    /// <param name="createOptimizee">From a name to a network; called once for each worker and name.</param>
    public MetaTest(
        DataSplits data, MetaTestSettings settings, ulong seed, int threads, Func<string, Compute, IOptimizee<float>> createOptimizee)
        : this(data, settings, seed, threads, createOptimizee, "")
    {
    }

    /// <summary>Plans a comparison.</summary>
    /// <param name="data">Train batches come from its training split, test batches from the other.</param>
    /// <param name="settings">Lengths and numbers of runs.</param>
    /// <param name="seed">Source of all randomness; equal seeds give meta-training and meta-test the same batches.</param>
    /// <param name="threads">Runs side by side, 1 or more; 0 means one for each core.</param>
    /// <param name="createOptimizee">From a name to a network; called once for each worker and name.</param>
    /// <param name="dataIdentity">Describes the data completely, e.g. by their digest; needed where runs are stored.</param>
    /// <param name="searches">Keeps the runs of learning-rate searches; null keeps none.</param>
    /// <param name="cells">Keeps the test runs; null keeps none.</param>
    /// <param name="observer">Watches the test runs; null watches none.</param>
    /// <param name="loss">What the networks minimize, for tables and reports.</param>
    internal MetaTest(
        DataSplits data,
        MetaTestSettings settings,
        ulong seed,
        int threads,
        Func<string, Compute, IOptimizee<float>> createOptimizee,
        string dataIdentity,
        ITrialStore? searches = null,
        ITrialStore? cells = null,
        ITestObserver? observer = null,
        LossKind loss = LossKind.Softmax)
    {
        (_dataIdentity, _searches, _cells, _observer, _loss) = (dataIdentity, searches, cells, observer, loss);
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        (_data, _settings, _seed, _createOptimizee) = (data, settings, seed, createOptimizee);
        _threads = threads == 0 ? Environment.ProcessorCount : threads;
    }

    /// <summary>
    /// Plans a comparison on networks of the <see cref="OptimizeeCatalog"/>, the data described by their fingerprint where runs are stored.
    /// </summary>
    /// <param name="data">As in the constructor, like all else.</param>
    /// <param name="settings">Lengths and numbers of runs.</param>
    /// <param name="seed">Source of all randomness.</param>
    /// <param name="threads">Runs side by side; 0 means one for each core.</param>
    /// <param name="searches">Keeps the runs of learning-rate searches; null keeps none.</param>
    /// <param name="cells">Keeps the test runs; null keeps none.</param>
    /// <param name="observer">Watches the test runs; null watches none.</param>
    /// <param name="loss">What the networks minimize; null leaves it to the data's targets.</param>
    /// <exception cref="ArgumentException">The loss does not take the data's targets.</exception>
    internal static MetaTest OnCatalog(
        DataSplits data,
        MetaTestSettings settings,
        ulong seed,
        int threads,
        ITrialStore? searches = null,
        ITrialStore? cells = null,
        ITestObserver? observer = null,
        LossKind? loss = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        LossKind chosen = LossCatalog.Choose(loss, data.Train);
        LossCatalog.Choose(chosen, data.Test);
        string identity = searches is null && cells is null ? "" : $"{data.Name} {DatasetFingerprint.Of(data)}";
        if (chosen != LossKind.Softmax && identity.Length > 0)
            identity += $" {chosen}";
        return new MetaTest(
            data, settings, seed, threads, (name, compute) =>
                OptimizeeCatalog.Create<float>(name, data.Train, chosen, compute), identity, searches, cells, observer, chosen);
    }

    /// <summary>Inner iterations that <see cref="Run"/> makes, searches included.</summary>
    /// <param name="settings">Lengths and numbers of runs.</param>
    /// <param name="optimizees">Number of networks.</param>
    /// <param name="contestants">The optimizers.</param>
    public static long TotalIterations(MetaTestSettings settings, int optimizees, IReadOnlyList<Contestant> contestants)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(contestants);
        long searches = contestants.Where(static contestant => contestant.IsTuned)
            .Sum(static contestant => (long)contestant.Variants.Length)
            * settings.Search.Rates.Length * settings.Search.Runs;
        return optimizees * (searches * SearchIterations(settings) + (long)contestants.Count * settings.Runs * settings.Iterations);
    }

    /// <summary>Searches, then tests.</summary>
    /// <param name="optimizees">Names of the networks.</param>
    /// <param name="contestants">The optimizers; names unique.</param>
    /// <param name="progress">Told after each run; may be null.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="ArgumentException">The curves need more memory than there is.</exception>
    public Comparison Run(
        IReadOnlyList<string> optimizees,
        IReadOnlyList<Contestant> contestants,
        IProgress<MetaTestProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(optimizees);
        ArgumentNullException.ThrowIfNull(contestants);
        MetaTestMemory.Require(_settings, optimizees.Count, contestants.Count);
        var counter = new ProgressCounter(progress, TotalIterations(_settings, optimizees.Count, contestants));
        using var pool = new RunnerPool(this);
        RateSearch[] searches = [.. from optimizee in optimizees
                                    from contestant in contestants
                                    where contestant.IsTuned
                                    from variant in contestant.Variants
                                    select new RateSearch(optimizee, contestant, variant.Schedule, variant.Contestant, _settings.Search)];
        while (searches.Any(static search => !search.Due.IsEmpty))
            Search([.. searches.Where(static search => !search.Due.IsEmpty)], pool, counter, cancellation);
        Trial[] tests = [.. from optimizee in optimizees
                            from contestant in contestants
                            from run in Enumerable.Range(0, _settings.Runs)
                            let best = Best(searches, optimizee, contestant)
                            select new Trial(optimizee, contestant, best?.Variant ?? contestant, best?.Chosen ?? double.NaN, run)];
        LossCurve[] curves = ForAll(tests, pool, (runner, trial) =>
        {
            LossCurve curve = TestRun(runner, trial, cancellation);
            counter.Add(_settings.Iterations, curve.Points.Count > 0 ? curve.Points[^1].TrainLoss : double.NaN);
            return curve;
        }, cancellation);
        LearningRateTrial[] table = [.. searches.SelectMany(search =>
            search.Trials(isBest: search == Best(searches, search.Optimizee, search.Contestant)))];
        var comparison = new Comparison(_data.Name, _settings.Iterations, curves, table, _loss);
        return comparison with { LossThresholds = LossThreshold.Of(comparison, _settings.LossThreshold) };
    }

    /// <summary>Makes the runs that are due; those beyond the grid are no part of the plan, and count for nothing.</summary>
    private void Search(RateSearch[] searches, RunnerPool pool, ProgressCounter counter, CancellationToken cancellation)
    {
        int iterations = SearchIterations(_settings), runs = _settings.Search.Runs;
        Trial[] trials = [.. from search in searches
                             from rate in search.Due
                             from run in Enumerable.Range(0, runs)
                             select new Trial(search.Optimizee, search.Contestant, search.Variant, rate, run)];
        double[] sums = ForAll(trials, pool, (runner, trial) =>
        {
            double sum = SearchRun(runner, trial, iterations, cancellation);
            counter.Add(_settings.Search.Rates.Contains(trial.LearningRate) ? iterations : 0, sum / iterations);
            return sum;
        }, cancellation);
        int done = 0;
        foreach (RateSearch search in searches)
        {
            int count = search.Due.Length * runs;
            search.Add([.. sums[done..(done + count)].Chunk(runs)]);
            done += count;
        }
    }

    private static int SearchIterations(MetaTestSettings settings) => settings.Search.Iterations ?? Math.Max(1, settings.Iterations / 2);

    private double SearchRun(TrialRunner runner, Trial trial, int iterations, CancellationToken cancellation)
    {
        string key = Key("search", trial, iterations);
        if (_searches?.FindSum(key) is { } stored)
            return stored;
        double sum = runner.SummedLoss(trial.Optimizee, trial.Variant.Create(trial.LearningRate, runner.Compute),
            trial.Run, iterations, cancellation);
        _searches?.StoreSum(key, sum);
        return sum;
    }

    private LossCurve TestRun(TrialRunner runner, Trial trial, CancellationToken cancellation)
    {
        string key = Key("test", trial, _settings.Iterations);
        var test = new TestTrial(trial.Optimizee, trial.Contestant.Name, trial.Run, key);
        if (_cells?.FindCurve(key) is { } stored && _observer?.HasSeen(test) != false)
            return stored with { Optimizer = trial.Contestant.Name };
        IOptimizer<float> optimizer = trial.Variant.Create(trial.LearningRate, runner.Compute);
        using ITestWatch? watch = _observer?.Watch(test, runner.Network(trial.Optimizee), optimizer, runner.Compute);
        LossCurve curve = runner.Curve(trial.Optimizee, trial.Contestant.Name, optimizer, trial.Run, _settings, watch, cancellation);
        watch?.Complete();
        _cells?.StoreCurve(key, curve);
        return curve;
    }

    /// <summary>All that a run's result depends on.</summary>
    private string Key(string kind, Trial trial, int iterations) => string.Create(CultureInfo.InvariantCulture,
        $"{kind} {ResultsVersion}; data {_dataIdentity}; optimizee {trial.Optimizee}; optimizer {trial.Variant.Identity}; rate " +
            $"{trial.LearningRate}; run {trial.Run}; seed {_seed}; iterations {iterations}; batch {_settings.BatchSize}; test every " +
            $"{_settings.TestEvery}");

    private TResult[] ForAll<TResult>(Trial[] trials, RunnerPool pool, Func<TrialRunner, Trial,
        TResult> run, CancellationToken cancellation)
    {
        var results = new TResult[trials.Length];
        var options = new ParallelOptions { MaxDegreeOfParallelism = _threads, CancellationToken = cancellation };
        try
        {
            Parallel.For(0, trials.Length, options, pool.Rent, (i, _, runner) =>
            {
                results[i] = run(runner, trials[i]);
                return runner;
            }, pool.Return);
        }
        catch (AggregateException failures)
        {
            ExceptionDispatchInfo.Throw(failures.InnerExceptions[0]); // the first says it: one line for the user, not a list
        }
        return results;
    }

    /// <summary>The search of the schedule with the least loss, the first of several; null where nothing is searched.</summary>
    private static RateSearch? Best(RateSearch[] searches, string optimizee, Contestant contestant) =>
        searches.Where(search => search.Optimizee == optimizee && search.Contestant == contestant).MinBy(static search => search.Least);

    private sealed record Trial(string Optimizee, Contestant Contestant, Contestant Variant, double LearningRate, int Run);

    /// <summary>As many runners as work at once, made when first needed.</summary>
    private sealed class RunnerPool(MetaTest test) : IDisposable
    {
        private readonly ConcurrentBag<TrialRunner> _idle = [];

        public TrialRunner Rent() =>
            _idle.TryTake(out TrialRunner? runner) ? runner
                : new TrialRunner(test._data, test._settings.BatchSize, test._seed, test._createOptimizee);

        public void Return(TrialRunner runner) => _idle.Add(runner);

        public void Dispose()
        {
            foreach (TrialRunner runner in _idle)
                runner.Dispose();
        }
    }

    private sealed class ProgressCounter(IProgress<MetaTestProgress>? progress, long total)
    {
        private long _done;

        public void Add(long iterations, double loss) =>
            progress?.Report(new MetaTestProgress(Interlocked.Add(ref _done, iterations), total, loss));
    }
}
