using System.Collections.Immutable;
using L2O.MetaTesting;
using L2O.Studies.Yardstick.Runs;

namespace L2O.Studies.Yardstick;

/// <summary>Muon with a cosine at the one rate that serves all tasks best: as little tuned as a learned optimizer.</summary>
/// <param name="Rate">The rate.</param>
/// <param name="Excess">For each rate on trial the mean over tasks and horizons of log(loss / least loss of any setting of Muon there);
/// infinite where a run diverged.</param>
internal sealed record PeerChoice(double Rate, ImmutableArray<double> Excess)
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "rate.json";

    private const string Schedule = "cosine";

    /// <summary>The rates on trial: those that every task's search begins with.</summary>
    public static ImmutableArray<double> Rates => Baselines.Find(Baselines.Muon).Search!.Rates;

    /// <summary>Chooses by the searches of some tasks.</summary>
    /// <param name="tasks">Their results.</param>
    public static PeerChoice Of(IReadOnlyList<TaskRecord> tasks)
    {
        ScoredOptimizer[] searches = [.. tasks.SelectMany(static task => task.Optimizers)
            .Where(static one => one.Name == Baselines.Muon)];
        ImmutableArray<double> excess = [.. Rates.Select(rate => searches.Average(search => ExcessOf(search, At(rate).Text)))];
        return new PeerChoice(Rates[excess.IndexOf(excess.Min())], excess);
    }

    /// <summary>Muon at a rate, with a cosine.</summary>
    public static Candidate At(double rate)
    {
        Contestant variant = Baselines.Find(Baselines.Muon).Contestant!.Variants.Single(static one => one.Schedule == Schedule).Contestant;
        return Candidate.At(Baselines.Muon, Schedule, variant, rate);
    }

    private static double ExcessOf(ScoredOptimizer search, string setting)
    {
        double loss = search.Trials.Single(trial => trial.Setting == setting).Losses[0];
        return double.IsNaN(loss) ? double.PositiveInfinity
            : Math.Log(loss / search.Trials.Select(static trial => trial.Losses[0]).Where(static one => !double.IsNaN(one)).Min());
    }
}
