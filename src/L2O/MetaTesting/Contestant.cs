using System.Collections.Immutable;
using L2O.Optimizers;
using L2O.Optimizers.Wrappers;

namespace L2O.MetaTesting;

/// <summary>An optimizer in a comparison: one with a learning rate that is searched for each optimizee, or one that is ready.</summary>
public sealed class Contestant
{
    private readonly Func<double, Compute, IOptimizer<float>> _create;

    private Contestant(string name, string identity, bool isTuned, Func<double, Compute, IOptimizer<float>> create,
        ImmutableArray<(string Schedule, Contestant Contestant)>? variants = null)
    {
        Variants = variants ?? [("", this)];
        Name = name;
        Identity = identity;
        IsTuned = isTuned;
        _create = create;
    }

    /// <summary>Name in tables and figures.</summary>
    public string Name { get; }

    /// <summary>Describes the optimizer completely but for a searched learning rate: equal identities behave alike.</summary>
    public string Identity { get; }

    /// <summary>Whether a learning rate is searched for it.</summary>
    public bool IsTuned { get; }

    /// <summary>What a search chooses from: itself, or itself under every schedule on trial.</summary>
    internal ImmutableArray<(string Schedule, Contestant Contestant)> Variants { get; }

    /// <summary>A hand-designed optimizer whose learning rate and schedule are searched.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="schedules">On trial, at least one.</param>
    /// <param name="create">From a schedule to the optimizer under it, a contestant whose learning rate is searched.</param>
    internal static Contestant Tuned(string name, IEnumerable<ScheduleKind> schedules, Func<ScheduleKind, Contestant> create)
    {
        ImmutableArray<(string, Contestant)> variants = [.. schedules.Select(kind => (Schedule.NameOf(kind), create(kind)))];
        return new Contestant(name, name, true, variants[0].Item2._create, variants);
    }

    /// <summary>A hand-designed optimizer whose learning rate is searched.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="create">From a learning rate to the optimizer.</param>
    public static Contestant Tuned(string name, Func<double, IOptimizer<float>> create) => new(name, name, true, (rate, _) => create(rate));

    /// <summary>An optimizer that needs no search, such as a learned one.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="create">Called once for each run, with the lanes and threads that it may use.</param>
    /// <param name="identity">Describes it completely, for a learned one phi included; null if the name does.</param>
    public static Contestant Ready(string name, Func<Compute, IOptimizer<float>> create, string? identity = null) =>
        new(name, identity ?? name, false, (_, compute) => create(compute));

    internal IOptimizer<float> Create(double learningRate, Compute compute) => _create(learningRate, compute);
}
