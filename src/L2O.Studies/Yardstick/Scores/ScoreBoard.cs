using L2O.Studies.Yardstick.Runs;

namespace L2O.Studies.Yardstick.Scores;

/// <summary>Computes all scores of some tasks. A diverged run counts as an infinite loss.</summary>
/// <param name="tasks">At least one.</param>
/// <param name="seeds">Runs of each optimizer, task and horizon.</param>
internal sealed class ScoreBoard(IReadOnlyList<ScoredTask> tasks, int seeds)
{
    private readonly int[] _all = [.. Enumerable.Range(0, seeds)];

    /// <summary>One optimizer on one task; null where there are no runs of that length.</summary>
    public TaskScore? On(ScoredTask task, string optimizer, int horizon)
    {
        if (!task.Has(optimizer, horizon))
            return null;
        ScoredOptimizer one = task.Of(optimizer, horizon);
        SpeedUp speedUp = task.SpeedUpOf(optimizer, horizon, _all);
        double final = task.Final(optimizer, horizon, _all);
        return new TaskScore(task.Task.Name, $"{task.Task.Part}".ToLowerInvariant(), optimizer, horizon, one.Setting, speedUp.Value,
            speedUp.IsReached, task.TimeSpeedUpOf(optimizer, horizon, _all), MeanRatio(task, optimizer, horizon, _all),
            Ratio(task, optimizer, Baselines.Adam, horizon, _all), final, RobustMean.Median(one.Runs.Select(static run => run.TestLoss)),
            Metric(task, optimizer, horizon, _all), TestGain(task, optimizer, horizon, _all),
            final < task.Final(Baselines.Adam, horizon, _all), one.Runs.Average(static run => run.Diverged ? 1.0 : 0),
            Improvement(task, optimizer, horizon, _all), task.StepSeconds(optimizer));
    }

    /// <summary>One optimizer on all tasks with that horizon; null where there is none.</summary>
    public ScoreSummary? Summary(string optimizer, int horizon)
    {
        ScoredTask[] some = [.. tasks.Where(task => task.Has(optimizer, horizon))];
        if (some.Length == 0)
            return null;
        Interval Mean(Func<ScoredTask, int[], double> value) =>
            StratifiedBootstrap.Of(some.Length, seeds, (task, runs) => value(some[task], runs), static values => values.Average());
        Interval Middle(Func<ScoredTask, int[], double> value) =>
            StratifiedBootstrap.Of(some.Length, seeds, (task, runs) => value(some[task], runs), RobustMean.Interquartile);
        return new ScoreSummary(optimizer, horizon, some.Length,
            Middle((task, runs) => task.SpeedUpOf(optimizer, horizon, runs).Value),
            some.Count(task => !task.SpeedUpOf(optimizer, horizon, _all).IsReached),
            Middle((task, runs) => task.TimeSpeedUpOf(optimizer, horizon, runs)),
            Middle((task, runs) => MeanRatio(task, optimizer, horizon, runs)),
            Middle((task, runs) => Ratio(task, optimizer, Baselines.Adam, horizon, runs)),
            Middle((task, runs) => TestGain(task, optimizer, horizon, runs)),
            Mean((task, runs) => Won(task, optimizer, Baselines.Adam, horizon, runs)),
            Mean((task, runs) => runs.Average(run => task.Of(optimizer, horizon).Runs[run].Diverged ? 1.0 : 0)),
            Mean((task, runs) => Improvement(task, optimizer, horizon, runs)));
    }

    /// <summary>One optimizer next to another one; null where they have no task in common.</summary>
    public PairScore? Pair(string optimizer, string reference, int horizon)
    {
        ScoredTask[] some = [.. tasks.Where(task => task.Has(optimizer, horizon) && task.Has(reference, horizon))];
        return some.Length == 0 ? null : new PairScore(optimizer, reference, horizon,
            StratifiedBootstrap.Of(some.Length, seeds, (task, runs) => Won(some[task], optimizer, reference, horizon, runs),
                static values => values.Average()),
            StratifiedBootstrap.Of(some.Length, seeds, (task, runs) => Ratio(some[task], optimizer, reference, horizon, runs),
                RobustMean.Interquartile));
    }

    /// <summary>The share of pairs of runs, one of either, in which the first has the smaller loss; equal ones count half.</summary>
    /// <param name="losses">Of the first; NaN for a divergence.</param>
    /// <param name="others">Of the second.</param>
    internal static double Improvement(IReadOnlyList<double> losses, IReadOnlyList<double> others)
    {
        double better = 0;
        foreach (double loss in losses)
            foreach (double other in others)
                better += Finite(loss) < Finite(other) ? 1 : Finite(loss) == Finite(other) ? 0.5 : 0;
        return better / (losses.Count * others.Count);
    }

    private static double Finite(double loss) => double.IsNaN(loss) ? double.PositiveInfinity : loss;

    private static double Improvement(ScoredTask task, string optimizer, int horizon, int[] runs) => Improvement(
        [.. runs.Select(run => task.Of(optimizer, horizon).Runs[run].FinalLoss)],
        [.. runs.Select(run => task.Of(Baselines.Adam, horizon).Runs[run].FinalLoss)]);

    private static double Won(ScoredTask task, string optimizer, string reference, int horizon, int[] runs) =>
        task.Final(optimizer, horizon, runs) < task.Final(reference, horizon, runs) ? 1 : 0;

    private static double Ratio(ScoredTask task, string optimizer, string reference, int horizon, int[] runs) =>
        task.Final(optimizer, horizon, runs) / task.Final(reference, horizon, runs);

    private static double MeanRatio(ScoredTask task, string optimizer, int horizon, int[] runs) =>
        MeanLoss(task, optimizer, horizon, runs) / MeanLoss(task, Baselines.Adam, horizon, runs);

    private static double MeanLoss(ScoredTask task, string optimizer, int horizon, int[] runs) =>
        RobustMean.Median(runs.Select(run => task.Of(optimizer, horizon).Runs[run].MeanLoss));

    private static double TestGain(ScoredTask task, string optimizer, int horizon, int[] runs) =>
        Metric(task, optimizer, horizon, runs) - Metric(task, Baselines.Adam, horizon, runs);

    /// <summary>The median metric; NaN where there is none, or all diverged.</summary>
    private static double Metric(ScoredTask task, string optimizer, int horizon, int[] runs)
    {
        double[] metrics = [.. runs.Select(run => task.Of(optimizer, horizon).Runs[run].TestMetric)
            .Where(static metric => !double.IsNaN(metric))];
        return metrics.Length == 0 ? double.NaN : RobustMean.Median(metrics);
    }
}
