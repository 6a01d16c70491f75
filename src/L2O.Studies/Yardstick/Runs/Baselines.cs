using System.Collections.Immutable;
using L2O.Experiments;
using L2O.MetaTesting;
using L2O.Optimizers;
using L2O.Optimizers.Rules;
using L2O.Optimizers.Wrappers;

namespace L2O.Studies.Yardstick.Runs;

/// <summary>The hand-designed optimizers that suites compare with, and where the searches for their rates begin.</summary>
internal static class Baselines
{
    /// <summary>The optimizer that speed-ups are measured by.</summary>
    public const string Adam = "adam";

    /// <summary>The optimizer whose one rate for all tasks is a baseline too.</summary>
    public const string Muon = "muon";

    /// <summary>Ten settings of NAdamW with schedules of their own, from which each task chooses.</summary>
    public const string NAdamWList = "nadamw-list";

    private const int Decades = 2;

    /// <summary>Those of a suite that names none.</summary>
    public static ImmutableArray<string> Names { get; } = [Adam, "nadamw", NAdamWList, "momentum", "lion", Muon];

    /// <summary>The baseline of a name.</summary>
    /// <param name="name">One of <see cref="Names"/>, or any optimizer of the catalog without a rate.</param>
    /// <exception cref="ArgumentException">There is no such optimizer, or it has a rate.</exception>
    public static Baseline Find(string name)
    {
        if (name == NAdamWList)
            return new Baseline(name, null, null, [.. NAdamWSettings.All.Select(Listed)]);
        OptimizerSettings settings = OptimizerSettings.Parse(name);
        if (settings.IsComplete || settings.Text != settings.Name)
            throw new ArgumentException($"baseline '{name}' says more than a name; expected one without a rate, which is searched");
        return new Baseline(name, TestContestants.Baseline(settings, [ScheduleKind.Constant, ScheduleKind.Cosine]),
            new LearningRateSearchSettings(FirstRates(name), runs: 1, extendDecades: Decades), []);
    }

    /// <summary>Half a decade apart, around the rates that usually win.</summary>
    private static ImmutableArray<double> FirstRates(string name) => name switch
    {
        "sgd" or "momentum" or "nesterov" => [0.01, 0.03, 0.1, 0.3],
        "lion" => [1e-4, 3e-4, 1e-3, 3e-3],
        Muon => [1e-3, 3e-3, 0.01, 0.03],
        _ => [3e-4, 1e-3, 3e-3, 0.01],
    };

    private static Candidate Listed(NAdamW settings, int place)
    {
        string name = $"{NAdamWList}-{place + 1}";
        return Candidate.Ready(name, Contestant.Ready(name, _ => settings, $"{NAdamWList} {settings}"));
    }
}
