using System.Collections.Immutable;

namespace L2O.Studies.Yardstick.Runs;

/// <summary>All work on one task: tunes baselines, scores them and others, and stores what came out.</summary>
/// <param name="runs">The task's runs.</param>
/// <param name="task">The task's name.</param>
/// <param name="progress">Told how much is done, 0 to 1.</param>
internal sealed class TaskWork(TaskRuns runs, string task, IProgress<double> progress)
{
    private readonly List<ScoredOptimizer> _scored = [];
    private readonly SortedDictionary<string, float[]> _curves = new(StringComparer.Ordinal);

    /// <summary>Tunes and scores baselines at every horizon.</summary>
    /// <param name="baselines">Which.</param>
    /// <param name="folder">Where the results go.</param>
    public void Baselines(IReadOnlyList<Baseline> baselines, string folder)
    {
        int done = 0;
        var search = new BaselineSearch(runs);
        foreach (Baseline baseline in baselines)
            foreach (int horizon in runs.Horizons)
            {
                Tuned tuned = search.Tune(baseline, horizon);
                bool isMeasure = baseline.Name == Runs.Baselines.Adam;
                int longest = runs.Horizons[^1] * (isMeasure ? 2 : 1);
                Score(baseline.Name, tuned.Choice, horizon, longest, tuned.Trials);
                if (isMeasure)
                    Keep(runs.Score(tuned.Choice, 2 * horizon, 2 * horizon, longest),
                        seed => TaskRecord.DoubleName(horizon, seed));
                progress.Report((double)++done / (baselines.Count * runs.Horizons.Length));
            }
        Save(folder);
    }

    /// <summary>Scores optimizers that need no search at every horizon.</summary>
    /// <param name="optimizers">By name.</param>
    /// <param name="folder">Where the results go.</param>
    public void Ready(IReadOnlyList<(string Name, Candidate Candidate)> optimizers, string folder)
    {
        int done = 0;
        foreach ((string name, Candidate candidate) in optimizers)
            foreach (int horizon in runs.Horizons)
            {
                Score(name, candidate, horizon, runs.Horizons[^1], []);
                progress.Report((double)++done / (optimizers.Count * runs.Horizons.Length));
            }
        Save(folder);
    }

    private void Score(string name, Candidate candidate, int horizon, int longest, ImmutableArray<SearchTrial> trials)
    {
        RunCurve[] curves = runs.Score(candidate, horizon, horizon, longest);
        Keep(curves, seed => TaskRecord.CurveName(name, horizon, seed));
        _scored.Add(new ScoredOptimizer(name, horizon, candidate.Text, trials,
            [.. curves.Select(curve => ScoredRun.Of(curve, horizon))]));
    }

    private void Keep(RunCurve[] curves, Func<int, string> name)
    {
        foreach ((int seed, RunCurve curve) in curves.Index())
            _curves[name(seed)] = ScoredRun.Smooth(curve);
    }

    private void Save(string folder) => new TaskRecord(task, [.. _scored]).Save(folder, _curves);
}
