using System.Collections.Immutable;
using System.Globalization;
using L2O.Dynamics;
using L2O.Numerics;
using L2O.Settings;

namespace L2O.Experiments;

/// <summary>What is measured in the test runs of a meta-test, and when.</summary>
public sealed record MeasurePlan
{
    /// <summary>The name that stands for all measures.</summary>
    public const string Everything = "all";

    private static readonly ImmutableArray<int> s_snapshots = [1, 10, 100];

    /// <summary>Plans measurements.</summary>
    /// <param name="names">Names of the <see cref="MeasureCatalog"/>, or <c>all</c>; null means all.</param>
    /// <param name="every">Live quantities are measured at iteration 1 and at each so many; 0 for the snapshots' iterations alone.</param>
    /// <param name="snapshots">Iterations, each from 1, at which those are measured that go through the data set, and the live ones too;
    /// null means 1, 10 and 100.</param>
    /// <param name="seed">Seed of the measures' own randomness.</param>
    /// <param name="snapshotsOnTest">Whether what goes through the data set goes through the test split, not through the training
    /// split.</param>
    /// <exception cref="ArgumentException">A name is none or occurs twice, or there are no names.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public MeasurePlan(ImmutableArray<string>? names = null, int every = 1, ImmutableArray<int>? snapshots = null, ulong seed = 1,
        bool snapshotsOnTest = false)
    {
        (Names, Every, Snapshots, Seed, SnapshotsOnTest) = (names ?? [Everything], every, snapshots ?? s_snapshots, seed, snapshotsOnTest);
        if (Names.Length == 0)
            throw new ArgumentException($"there are no measures; expected at least one of {Known()}");
        foreach (string name in Names)
            if (name != Everything && MeasureCatalog.All.All(kind => kind.Name != name))
                throw new ArgumentException($"unknown measure '{name}'; expected one of {Known()}{Hint(name)}");
        if (Names.GroupBy(static name => name, StringComparer.Ordinal).FirstOrDefault(static group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"measure '{twice.Key}' is named twice; expected each name once");
        if (every < 0)
            throw new ArgumentOutOfRangeException(nameof(every), $"every is {every}; expected 0 or more");
        if (Snapshots.FirstOrDefault(static iteration => iteration < 1, 1) is < 1 and var early)
            throw new ArgumentOutOfRangeException(nameof(snapshots), $"snapshots have {early}; expected iterations from 1");
    }

    /// <summary>The measures' names as given.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>Live quantities are measured at iteration 1 and at each so many.</summary>
    public int Every { get; }

    /// <summary>Iterations at which those are measured that go through the data set, and the live ones too.</summary>
    public ImmutableArray<int> Snapshots { get; }

    /// <summary>Seed of the measures' own randomness.</summary>
    public ulong Seed { get; }

    /// <summary>Whether what goes through the data set goes through the test split, not through the training split.</summary>
    public bool SnapshotsOnTest { get; }

    /// <summary>The measures, in the order of the catalog; of two that write the same rows the one that writes more.</summary>
    public ImmutableArray<MeasureKind> Kinds =>
        [.. MeasureCatalog.All.Where(kind => Has(kind.Name)
            && !(kind.Name == MeasureCatalog.Eigenvalues && Has(MeasureCatalog.Covariance)))];

    /// <summary>When live quantities are measured.</summary>
    public MeasureSchedule Live => new(Every, Snapshots);

    /// <summary>When quantities are measured that go through the data set.</summary>
    public MeasureSchedule AtSnapshots => new(0, Snapshots);

    /// <summary>
    /// Describes what is measured, apart from the order and the way of naming it: equal texts mean equal measurements of equal runs.
    /// </summary>
    internal string Identity => string.Create(CultureInfo.InvariantCulture,
        $"{string.Join(',', Kinds.Select(static kind => kind.Name))}; every {Every}; snapshots " +
            $"{string.Join(',', Snapshots.Order().Distinct())}; seed {Seed}{(SnapshotsOnTest ? "; of the test split" : "")}");

    /// <summary>Whether both plan the same in the same words.</summary>
    public bool Equals(MeasurePlan? other) => other is not null && SettingsJson.Format(this) == SettingsJson.Format(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Names.Length, Every, Seed);

    private bool Has(string name) => Names.Contains(Everything) || Names.Contains(name);

    private static string Known() => string.Join(", ", MeasureCatalog.All.Select(static kind => kind.Name).Append(Everything));

    private static string Hint(string name) =>
        NearestName.Find(name, MeasureCatalog.All.Select(static kind => kind.Name).Append(Everything)) is { } nearest
            ? $"; did you mean '{nearest}'?" : "";
}
