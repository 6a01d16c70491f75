using System.Collections.Immutable;
using L2O.MetaTesting;
using L2O.Numerics;
using L2O.Runs;
using L2O.Studies.Yardstick.Runs;
using L2O.Studies.Yardstick.Suites;

namespace L2O.Studies.Yardstick.Envelopes;

/// <summary>Runs Adam at constant rates, half a decade apart, on a suite's tasks and compares with published envelopes.</summary>
/// <param name="suite">Tasks that are in the published ones.</param>
/// <param name="data">Its data.</param>
/// <param name="store">Keeps runs; null keeps none.</param>
/// <param name="threads">Runs side by side, 1 or more.</param>
internal sealed class EnvelopeComparison(Suite suite, SuiteData data, TrialFolder? store, int threads)
{
    private static readonly ImmutableArray<double> s_rates = [1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.03];

    /// <summary>Number of runs in all.</summary>
    public int Runs => suite.Tasks.Length * s_rates.Length * suite.ScoreSeeds;

    /// <summary>Compares.</summary>
    /// <param name="published">The published envelopes.</param>
    /// <param name="done">Told how many runs are done.</param>
    /// <param name="cancellation">Ends the work early; finished runs are stored.</param>
    /// <exception cref="ArgumentException">A task is not in the published ones.</exception>
    public ImmutableArray<EnvelopeRow> Compare(PublishedEnvelopes published, Action<int> done, CancellationToken cancellation)
    {
        foreach (SuiteTask task in suite.Tasks)
            if (published.LastPoint(task.Name, suite.HorizonsOf(task)[^1]) is null)
                throw new ArgumentException($"task '{task.Name}' is not in the published envelopes; expected tasks that are, such as those "
                    + "of suite envelopes");
        var rows = ImmutableArray.CreateBuilder<EnvelopeRow>();
        foreach ((int number, SuiteTask task) in suite.Tasks.Index())
        {
            IReadOnlyList<double>[][] losses = LossesOf(task, rate =>
                done((number * s_rates.Length + rate) * suite.ScoreSeeds), cancellation);
            (double[] envelope, int[] best) = TunedEnvelope.Of(losses);
            foreach (int horizon in suite.HorizonsOf(task))
                if (published.LastPoint(task.Name, horizon) is var (step, loss))
                    rows.Add(new EnvelopeRow(task.Name, horizon, Math.Round(step, 1), TunedEnvelope.At(envelope, step), loss,
                        TunedEnvelope.At(envelope, step) / loss, s_rates[best[(int)(step / TunedEnvelope.Every)]],
                        Unsmoothed(losses, Math.Max(1, (int)step))));
        }
        return rows.ToImmutable();
    }

    private IReadOnlyList<double>[][] LossesOf(SuiteTask task, Action<int> done, CancellationToken cancellation)
    {
        Contestant constant = Baselines.Find(Baselines.Adam).Contestant!.Variants[0].Contestant;
        using var runs = new TaskRuns(suite, task, data, store, threads, cancellation);
        var losses = new IReadOnlyList<double>[s_rates.Length][];
        for (int rate = 0; rate < losses.Length; rate++)
        {
            int longest = runs.Horizons[^1];
            losses[rate] = [.. runs.Score(Candidate.At(Baselines.Adam, "", constant, s_rates[rate]), longest, longest, longest)
                .Select(static curve => curve.Losses)];
            done(rate + 1);
        }
        return losses;
    }

    private static double Unsmoothed(IReadOnlyList<double>[][] losses, int steps) => losses
        .Select(runs => runs.Average(one => one.Count < steps ? double.NaN
            : MovingAverage.Trailing([.. one], steps - 1, ScoredRun.Window)))
        .Where(static loss => !double.IsNaN(loss)).DefaultIfEmpty(double.NaN).Min();
}
