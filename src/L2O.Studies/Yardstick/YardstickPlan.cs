using System.Collections.Immutable;
using L2O.Runs;
using L2O.Studies.Yardstick.Runs;
using L2O.Studies.Yardstick.Suites;

namespace L2O.Studies.Yardstick;

/// <summary>What a yardstick run does.</summary>
/// <param name="Suite">The suite, without tasks whose data are missing.</param>
/// <param name="Part">The part that is scored; null for both.</param>
/// <param name="Optimizers">What is measured; may be none, for the baselines alone.</param>
/// <param name="Missing">Tasks that are skipped, a line each that says why.</param>
internal sealed record YardstickPlan(Suite Suite, SuitePart? Part, ImmutableArray<YardstickOptimizer> Optimizers,
    ImmutableArray<string> Missing)
{
    /// <summary>Name in tables of Muon with the rate that serves all validation tasks best.</summary>
    public const string PeerName = "muon-one-rate";

    /// <summary>Keeps runs, named by all that they depend on; null keeps none.</summary>
    public TrialFolder? Store { get; init; }

    /// <summary>The tasks that are scored.</summary>
    public ImmutableArray<SuiteTask> Scored { get; } = [.. Suite.Tasks.Where(task => Part is null || task.Part == Part)];

    /// <summary>Whether Muon at one rate for all tasks is a baseline.</summary>
    public bool HasPeer => Suite.Baselines.Contains(Baselines.Muon);

    /// <summary>The tasks by which that rate is chosen: those of the validation part, or all where a suite has none.</summary>
    public ImmutableArray<SuiteTask> Choosing => !HasPeer ? []
        : Suite.Tasks.Any(static task => task.Part == SuitePart.Validation)
            ? [.. Suite.Tasks.Where(static task => task.Part == SuitePart.Validation)] : Suite.Tasks;

    /// <summary>All tasks whose baselines are needed.</summary>
    public ImmutableArray<SuiteTask> Tuned => [.. Suite.Tasks.Where(task => Scored.Contains(task) || Choosing.Contains(task))];

    /// <summary>Names of all optimizers, in the order of tables: what is measured first, then baselines.</summary>
    public ImmutableArray<string> Names => [.. Optimizers.Select(static one => one.Name), .. HasPeer ? (string[])[PeerName] : [],
        .. Suite.Baselines];
}
