using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using L2O.Data;
using L2O.Kernels;
using L2O.Optimizees;
using L2O.Optimizers;

namespace L2O.MetaTesting;

/// <summary>
/// Compares optimizers on optimizees (spec section 7): learning rates are searched first, then every optimizer trains
/// every optimizee from the same starting parameters on the same batches. Runs lie side by side, one thread each; the
/// results do not depend on how many.
/// </summary>
public sealed class MetaTest
{
    private readonly DataSplits _data;
    private readonly MetaTestSettings _settings;
    private readonly ulong _seed;
    private readonly int _threads;
    private readonly Func<string, Compute, IOptimizee<float>> _createOptimizee;

    /// <summary>Plans a comparison.</summary>
    /// <param name="data">Train batches come from its training split, test batches from the other.</param>
    /// <param name="settings">Lengths and numbers of runs.</param>
    /// <param name="seed">Source of all randomness; equal seeds give meta-training and meta-test the same batches.</param>
    /// <param name="threads">Runs side by side, 1 or more; 0 means one for each core.</param>
    /// <param name="createOptimizee">From a name to a network; called once for each worker and name.</param>
    public MetaTest(DataSplits data, MetaTestSettings settings, ulong seed, int threads, Func<string, Compute, IOptimizee<float>> createOptimizee)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        (_data, _settings, _seed, _createOptimizee) = (data, settings, seed, createOptimizee);
        _threads = threads == 0 ? Environment.ProcessorCount : threads;
    }

    private int SearchIterations => Math.Max(1, _settings.Iterations / 2);

    /// <summary>Inner iterations that <see cref="Run"/> will make, searches included.</summary>
    /// <param name="optimizees">Number of networks.</param>
    /// <param name="contestants">The optimizers.</param>
    public long TotalIterations(int optimizees, IReadOnlyList<Contestant> contestants)
    {
        ArgumentNullException.ThrowIfNull(contestants);
        long searches = (long)contestants.Count(static contestant => contestant.IsTuned) * LearningRateSearch.Grid.Length * _settings.SearchRuns;
        return optimizees * (searches * SearchIterations + (long)contestants.Count * _settings.Runs * _settings.Iterations);
    }

    /// <summary>Searches, then tests.</summary>
    /// <param name="optimizees">Names of the networks.</param>
    /// <param name="contestants">The optimizers; names unique.</param>
    /// <param name="progress">Told after each run; may be null.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public Comparison Run(
        IReadOnlyList<string> optimizees,
        IReadOnlyList<Contestant> contestants,
        IProgress<MetaTestProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(optimizees);
        ArgumentNullException.ThrowIfNull(contestants);
        Trial[] searches = [.. from optimizee in optimizees
                               from contestant in contestants
                               where contestant.IsTuned
                               from rate in LearningRateSearch.Grid
                               from run in Enumerable.Range(0, _settings.SearchRuns)
                               select new Trial(optimizee, contestant, rate, run)];
        int searchIterations = SearchIterations;
        var counter = new ProgressCounter(progress, TotalIterations(optimizees.Count, contestants));
        using var pool = new RunnerPool(this);

        double[] sums = ForAll(searches, pool, (runner, trial) =>
        {
            IOptimizer<float> optimizer = trial.Contestant.Create(trial.LearningRate, runner.Compute);
            double sum = runner.SummedLoss(trial.Optimizee, optimizer, "search theta", trial.Run, searchIterations, cancellation);
            counter.Add(searchIterations, sum / searchIterations);
            return sum;
        }, cancellation);
        LearningRateTrial[] table = Judge(searches, sums);
        Trial[] tests = [.. from optimizee in optimizees
                            from contestant in contestants
                            from run in Enumerable.Range(0, _settings.Runs)
                            select new Trial(optimizee, contestant, ChosenRate(table, optimizee, contestant), run)];
        LossCurve[] curves = ForAll(tests, pool, (runner, trial) =>
        {
            IOptimizer<float> optimizer = trial.Contestant.Create(trial.LearningRate, runner.Compute);
            LossCurve curve = runner.Curve(trial.Optimizee, trial.Contestant.Name, optimizer, trial.Run, _settings.Iterations, _settings.TestEvery, cancellation);
            counter.Add(_settings.Iterations, curve.Points.Count > 0 ? curve.Points[^1].TrainLoss : double.NaN);
            return curve;
        }, cancellation);
        return new Comparison(_data.Name, _settings.Iterations, curves, table);
    }

    private TResult[] ForAll<TResult>(Trial[] trials, RunnerPool pool, Func<TrialRunner, Trial, TResult> run, CancellationToken cancellation)
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

    private LearningRateTrial[] Judge(Trial[] searches, double[] sums)
    {
        var table = new List<LearningRateTrial>();
        int rates = LearningRateSearch.Grid.Length;
        foreach (int[] group in Enumerable.Range(0, searches.Length).Chunk(rates * _settings.SearchRuns))
        {
            double[][] losses = [.. group.Select(i => sums[i]).Chunk(_settings.SearchRuns)];
            int winner = LearningRateSearch.Winner(losses);
            Trial first = searches[group[0]];
            for (int rate = 0; rate < rates; rate++)
                table.Add(new LearningRateTrial(first.Optimizee, first.Contestant.Name, LearningRateSearch.Grid[rate], losses[rate], rate == winner));
        }
        return [.. table];
    }

    /// <summary>The rate that won; if all diverged the smallest, which then shows as diverged in the results too.</summary>
    private static double ChosenRate(LearningRateTrial[] table, string optimizee, Contestant contestant)
    {
        if (!contestant.IsTuned)
            return double.NaN;
        LearningRateTrial? chosen = table.FirstOrDefault(trial => trial.Chosen && trial.Optimizee == optimizee && trial.Optimizer == contestant.Name);
        return chosen?.LearningRate ?? LearningRateSearch.Grid[0];
    }

    private sealed record Trial(string Optimizee, Contestant Contestant, double LearningRate, int Run);

    /// <summary>As many runners as work at once, made when first needed.</summary>
    private sealed class RunnerPool(MetaTest test) : IDisposable
    {
        private readonly ConcurrentBag<TrialRunner> _idle = [];

        public TrialRunner Rent() =>
            _idle.TryTake(out TrialRunner? runner) ? runner : new TrialRunner(test._data, test._settings.BatchSize, test._seed, test._createOptimizee);

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
