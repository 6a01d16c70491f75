using L2O.MetaTesting;

namespace L2O.Studies.Yardstick.Runs;

/// <summary>
/// The search for a baseline's settings by successive halving: every rate under every schedule in one run, half a decade apart and further
/// out while the best lies at an end; then the best two in the runs of all search seeds.
/// </summary>
/// <param name="runs">The task's runs.</param>
internal sealed class BaselineSearch(TaskRuns runs)
{
    private const int Finalists = 2;

    /// <summary>Tunes a baseline for a horizon.</summary>
    /// <param name="baseline">The optimizer.</param>
    /// <param name="horizon">One of the task's.</param>
    public Tuned Tune(Baseline baseline, int horizon)
    {
        IReadOnlyList<(Candidate Candidate, double Loss)> tried = baseline.Search is null
            ? Try(baseline.List, horizon) : SearchRates(baseline, horizon);
        Candidate[] best = [.. tried.OrderBy(static one => double.IsNaN(one.Loss) ? double.PositiveInfinity : one.Loss)
            .Take(Finalists).Select(static one => one.Candidate)];
        var losses = tried.ToDictionary(static one => one.Candidate, static one => new List<double> { one.Loss });
        for (int seed = 1; seed < runs.Suite.SearchSeeds; seed++)
            foreach ((Candidate candidate, double loss) in best.Zip(runs.Search(best, seed, horizon)))
                losses[candidate].Add(loss);
        Candidate choice = best.MinBy(candidate => losses[candidate].Average() is var mean && double.IsNaN(mean)
            ? double.PositiveInfinity : mean)!;
        return new Tuned(choice, [.. tried.Select(one => new SearchTrial(one.Candidate.Text, [.. losses[one.Candidate]],
            one.Candidate == choice))]);
    }

    /// <summary>The rates of every schedule, each schedule until its best rate is no end.</summary>
    private List<(Candidate Candidate, double Loss)> SearchRates(Baseline baseline, int horizon)
    {
        var tried = new List<(Candidate, double)>();
        RateSearch[] searches = [.. baseline.Contestant!.Variants.Select(variant =>
            new RateSearch("", baseline.Contestant, variant.Schedule, variant.Contestant, baseline.Search!))];
        string[] schedules = [.. baseline.Contestant.Variants.Select(static variant => variant.Schedule)];
        while (searches.Any(static search => !search.Due.IsEmpty))
        {
            Candidate[][] due = [.. searches.Select((search, i) => search.Due
                .Select(rate => Candidate.At(baseline.Name, schedules[i], search.Variant, rate)).ToArray())];
            IReadOnlyList<(Candidate Candidate, double Loss)> made = Try([.. due.SelectMany(static some => some)], horizon);
            tried.AddRange(made);
            int done = 0;
            foreach ((RateSearch search, Candidate[] some) in searches.Zip(due))
            {
                if (some.Length > 0)
                    search.Add([.. made.Skip(done).Take(some.Length).Select(static one => new[] { one.Loss })]);
                done += some.Length;
            }
        }
        return tried;
    }

    private (Candidate Candidate, double Loss)[] Try(IReadOnlyList<Candidate> candidates, int horizon) =>
        [.. candidates.Zip(runs.Search(candidates, 0, horizon))];
}
