using System.Collections.Immutable;
using L2O.Settings;
using L2O.Studies.Yardstick.Scores;

namespace L2O.Studies.Yardstick;

/// <summary>All scores of a yardstick.</summary>
/// <param name="Suite">Name of the suite.</param>
/// <param name="Part">validation, test or all.</param>
/// <param name="Missing">Tasks that were skipped, a line each.</param>
/// <param name="MuonRate">The rate of Muon that serves all validation tasks best; null without Muon.</param>
/// <param name="Summaries">Each optimizer at each horizon next to tuned Adam.</param>
/// <param name="Pairs">What was measured next to each baseline, at each horizon.</param>
/// <param name="Tasks">Each optimizer on each task at each horizon.</param>
internal sealed record YardstickResults(string Suite, string Part, ImmutableArray<string> Missing, double? MuonRate,
    ImmutableArray<ScoreSummary> Summaries, ImmutableArray<PairScore> Pairs, ImmutableArray<TaskScore> Tasks)
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "results.json";

    /// <summary>Computes them.</summary>
    /// <param name="plan">What was done.</param>
    /// <param name="tasks">What came of it.</param>
    /// <param name="muonRate">The one rate.</param>
    /// <param name="progress">Told how much is done, 0 to 1.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public static YardstickResults Of(YardstickPlan plan, IReadOnlyList<ScoredTask> tasks, double? muonRate, IProgress<double> progress,
        CancellationToken cancellation)
    {
        var board = new ScoreBoard(tasks, plan.Suite.ScoreSeeds);
        var summaries = ImmutableArray.CreateBuilder<ScoreSummary>();
        var pairs = ImmutableArray.CreateBuilder<PairScore>();
        int[] horizons = [.. plan.Scored.SelectMany(task => plan.Suite.HorizonsOf(task)).Distinct().Order()];
        string[] references = [.. plan.Names.Except(plan.Optimizers.Select(static one => one.Name))];
        int done = 0;
        foreach (int horizon in horizons)
            foreach (string name in plan.Names)
            {
                cancellation.ThrowIfCancellationRequested();
                if (board.Summary(name, horizon) is { } summary)
                    summaries.Add(summary);
                foreach (string reference in references.Where(reference => reference != name && !references.Contains(name)))
                    if (board.Pair(name, reference, horizon) is { } pair)
                        pairs.Add(pair);
                progress.Report((double)++done / (horizons.Length * plan.Names.Length));
            }
        return new YardstickResults(plan.Suite.Name, plan.Part is { } part ? $"{part}".ToLowerInvariant() : "all", plan.Missing, muonRate,
            summaries.ToImmutable(), pairs.ToImmutable(),
            [.. from horizon in horizons from task in tasks from name in plan.Names
                let score = board.On(task, name, horizon) where score is not null select score]);
    }

    /// <summary>Reads them.</summary>
    public static YardstickResults Load(string folder) => SettingsJson.Load<YardstickResults>(Path.Combine(folder, FileName));

    /// <summary>Writes them.</summary>
    public void Save(string folder) => SettingsJson.Save(Path.Combine(folder, FileName), this);
}
