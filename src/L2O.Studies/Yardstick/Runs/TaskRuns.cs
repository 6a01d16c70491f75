using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using L2O.Numerics;
using L2O.Runs;
using L2O.Studies.Yardstick.Suites;

namespace L2O.Studies.Yardstick.Runs;

/// <summary>The runs of one task: found in a store, or made side by side, one thread each. Results do not depend on how many.</summary>
/// <param name="suite">The task's suite.</param>
/// <param name="task">The task.</param>
/// <param name="data">The suite's data.</param>
/// <param name="store">Keeps runs, named by all that they depend on; null keeps none.</param>
/// <param name="threads">Runs side by side, 1 or more.</param>
/// <param name="cancellation">Ends the work early; finished runs are stored.</param>
internal sealed class TaskRuns(Suite suite, SuiteTask task, SuiteData data, TrialFolder? store, int threads,
    CancellationToken cancellation) : IDisposable
{
    /// <summary>Part of every stored run's key: to be raised when the same settings give other numbers than before.</summary>
    private const int ResultsVersion = 1;

    private const int LeastLast = 9;

    private readonly ConcurrentBag<TaskRunner> _idle = [];
    private readonly ConcurrentDictionary<string, double[]> _made = new(StringComparer.Ordinal); // for horizons that share a run

    /// <summary>Lengths of the task's runs, ascending.</summary>
    public ImmutableArray<int> Horizons { get; } = suite.HorizonsOf(task);

    /// <summary>The task's suite.</summary>
    public Suite Suite => suite;

    /// <summary>
    /// What a search compares: for each candidate the mean training loss of the last tenth of a run; NaN if it diverged.
    /// </summary>
    /// <param name="candidates">What to try.</param>
    /// <param name="seed">Number of the search's run.</param>
    /// <param name="horizon">One of the task's.</param>
    public double[] Search(IReadOnlyList<Candidate> candidates, int seed, int horizon) => All(candidates, (runner, candidate) =>
    {
        ImmutableArray<int> ends = candidate.ReadsHorizon ? [horizon] : Horizons;
        double[] losses = Stored($"search; {Key(candidate, "search", seed, ends[^1])}; last tenths of {string.Join(' ', ends)}", () =>
        {
            RunCurve curve = Make(runner, candidate, "search", seed, ends[^1], []);
            return [.. ends.Select(end => LastTenth(curve, end))];
        });
        return losses[ends.IndexOf(horizon)];
    });

    /// <summary>Runs that are scored.</summary>
    /// <param name="candidate">The optimizer.</param>
    /// <param name="horizon">Length at whose end the test split is evaluated.</param>
    /// <param name="steps">Length of the run.</param>
    /// <param name="longest">Length of the longest run that is wanted of this optimizer: the others are its beginnings, unless it knows
    /// its length.</param>
    /// <returns>One for each of the suite's score seeds.</returns>
    public RunCurve[] Score(Candidate candidate, int horizon, int steps, int longest) =>
        All([.. Enumerable.Range(0, suite.ScoreSeeds)], (runner, seed) =>
        {
            ImmutableArray<int> tests = candidate.ReadsHorizon ? [horizon] : Horizons;
            int length = candidate.ReadsHorizon ? steps : longest;
            double[] numbers = Stored($"score; {Key(candidate, "score", seed, length)}; tests {string.Join(' ', tests)}", () =>
                Make(runner, candidate, "score", seed, length, tests).ToNumbers());
            return RunCurve.Of(numbers).First(steps);
        });

    /// <summary>Does something for each item, side by side.</summary>
    public TResult[] All<TItem, TResult>(IReadOnlyList<TItem> items, Func<TaskRunner, TItem, TResult> work)
    {
        var results = new TResult[items.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
        try
        {
            Parallel.For(0, items.Count, options, Rent, (i, _, runner) =>
            {
                results[i] = work(runner, items[i]);
                return runner;
            }, _idle.Add);
        }
        catch (AggregateException failures)
        {
            ExceptionDispatchInfo.Throw(failures.InnerExceptions[0]); // the first says it
        }
        return results;
    }

    /// <summary>The stream of a run's start and batches.</summary>
    /// <param name="kind">Searches and scores share none.</param>
    /// <param name="seed">Number of the run.</param>
    public Rng RngOf(string kind, int seed) => new Rng(suite.Seed).Split(kind, (ulong)seed);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (TaskRunner runner in _idle)
            runner.Dispose();
    }

    /// <summary>The mean training loss of the last tenth, nine batches at least, of a run's first steps.</summary>
    internal static double LastTenth(RunCurve curve, int steps)
    {
        int count = Math.Min(steps, Math.Max(LeastLast, steps / 10));
        return curve.Losses.Length < steps ? double.NaN : curve.Losses.AsSpan(steps - count, count).ToArray().Average();
    }

    private TaskRunner Rent() => _idle.TryTake(out TaskRunner? runner) ? runner : new TaskRunner(task, data.Of(task));

    private RunCurve Make(TaskRunner runner, Candidate candidate, string kind, int seed, int steps, ImmutableArray<int> tests) =>
        runner.Run(candidate.Optimizer.Create(candidate.Rate, runner.Compute), RngOf(kind, seed),
            candidate.ReadsHorizon ? steps : null, steps, tests, cancellation);

    private double[] Stored(string key, Func<double[]> make)
    {
        if (_made.TryGetValue(key, out double[]? known))
            return known;
        if (store?.FindValues(key) is not { } numbers)
        {
            numbers = make();
            store?.StoreValues(key, numbers);
        }
        return _made.GetOrAdd(key, numbers);
    }

    /// <summary>All that a run's result depends on.</summary>
    private string Key(Candidate candidate, string kind, int seed, int steps) => FormattableString.Invariant(
        $"yardstick {ResultsVersion}; data {data.IdentityOf(task)}; network {task.Network}; loss {task.Loss}; batch {task.BatchSize}; ")
        + FormattableString.Invariant($"optimizer {candidate.Optimizer.Identity}; rate {candidate.Rate}; {kind} run {seed} of seed ")
        + FormattableString.Invariant($"{suite.Seed}; steps {steps}; length known {candidate.ReadsHorizon}");
}
