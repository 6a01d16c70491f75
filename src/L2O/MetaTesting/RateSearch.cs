using System.Collections.Immutable;

namespace L2O.MetaTesting;

/// <summary>
/// The search for one baseline's learning rate on one network: first the grid, then, where the winner lies at its end, one rate after the
/// other beyond it.
/// </summary>
/// <param name="optimizee">The network's name.</param>
/// <param name="contestant">The baseline.</param>
/// <param name="schedule">The schedule on trial; empty where none is searched.</param>
/// <param name="variant">The baseline under that schedule.</param>
/// <param name="settings">The grid, and how far it may be extended.</param>
internal sealed class RateSearch(string optimizee, Contestant contestant, string schedule, Contestant variant,
    LearningRateSearchSettings settings)
{
    private readonly SortedDictionary<double, double[]> _losses = [];

    /// <summary>The network's name.</summary>
    public string Optimizee { get; } = optimizee;

    /// <summary>The baseline.</summary>
    public Contestant Contestant { get; } = contestant;

    /// <summary>The baseline under the schedule on trial.</summary>
    public Contestant Variant { get; } = variant;

    /// <summary>The mean summed loss of the rate that won; infinite if all diverged.</summary>
    public double Least => Winner() is >= 0 and var winner ? _losses.Values.ElementAt(winner).Average() : double.PositiveInfinity;

    /// <summary>The rates to try next; none when the search is over.</summary>
    public ImmutableArray<double> Due { get; private set; } = settings.Rates;

    /// <summary>The rate that won; if all diverged the smallest, which then shows as diverged in the results too.</summary>
    public double Chosen => Winner() is >= 0 and var winner ? _losses.Keys.ElementAt(winner) : _losses.Keys.First();

    /// <summary>Takes in the runs of the rates that were due, and says which are next.</summary>
    /// <param name="summedLosses">For each of them the summed losses of its runs.</param>
    public void Add(IReadOnlyList<double[]> summedLosses)
    {
        foreach ((double rate, double[] losses) in Due.Zip(summedLosses))
            _losses.Add(rate, losses);
        Due = LearningRateSearch.Beyond([.. _losses.Keys], Winner(), settings) is { } next ? [next] : [];
    }

    /// <summary>Every rate that was tried, ascending.</summary>
    /// <param name="isBest">Whether no other schedule did better, so that the winner is the baseline's.</param>
    public IEnumerable<LearningRateTrial> Trials(bool isBest)
    {
        int winner = isBest ? Winner() : -1;
        return _losses.Select((pair, index) => new LearningRateTrial(
            Optimizee, Contestant.Name, pair.Key, pair.Value, index == winner, !settings.Rates.Contains(pair.Key), schedule));
    }

    private int Winner() => LearningRateSearch.Winner([.. _losses.Values]);
}
