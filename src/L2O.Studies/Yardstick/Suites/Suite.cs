using System.Collections.Immutable;
using L2O.Settings;

namespace L2O.Studies.Yardstick.Suites;

/// <summary>Tasks on which optimizers are compared, none of which a learned optimizer may have seen in its meta-training.</summary>
internal sealed record Suite
{
    /// <summary>Version of the keys that suite files have.</summary>
    public const int CurrentSchemaVersion = 1;

    private const int MostSeeds = 100;

    /// <summary>Describes a suite.</summary>
    /// <param name="name">For titles and folders: lower-case letters, digits and hyphens.</param>
    /// <param name="purpose">What it is for, a sentence.</param>
    /// <param name="tasks">At least one, with different names.</param>
    /// <param name="horizons">Lengths of runs, ascending; null means 200, 1,000 and 2,000.</param>
    /// <param name="baselines">Optimizers that are tuned for each task, <c>adam</c> among them; null means all of
    /// <see cref="Runs.Baselines"/>.</param>
    /// <param name="searchSeeds">Runs of each of the best two settings of a search, 1 or more.</param>
    /// <param name="scoreSeeds">Runs that are scored, from other starts and batches than the search's, 1 or more.</param>
    /// <param name="seed">Source of all randomness.</param>
    /// <param name="schemaVersion">Version of these keys; 1.</param>
    /// <exception cref="ArgumentException">Something is malformed or out of its range.</exception>
    public Suite(string name, string purpose, ImmutableArray<SuiteTask> tasks, ImmutableArray<int>? horizons = null,
        ImmutableArray<string>? baselines = null, int searchSeeds = 3, int scoreSeeds = 3, ulong seed = 1,
        int schemaVersion = CurrentSchemaVersion)
    {
        if (schemaVersion != CurrentSchemaVersion)
            throw new ArgumentException($"schemaVersion is {schemaVersion}; expected {CurrentSchemaVersion}");
        if (tasks.IsDefaultOrEmpty)
            throw new ArgumentException("tasks is an empty list; expected at least one");
        if (tasks.GroupBy(static task => task.Name).FirstOrDefault(static group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"task '{twice.Key}' occurs twice; expected each name once");
        (Horizons, Baselines) = (horizons ?? [200, 1000, 2000], baselines ?? Runs.Baselines.Names);
        CheckHorizons(Horizons, $"suite '{name}'");
        foreach (string baseline in Baselines)
            Runs.Baselines.Find(baseline);
        if (!Baselines.Contains(Runs.Baselines.Adam))
            throw new ArgumentException($"baselines are {string.Join(", ", Baselines)}; expected adam among them, the measure of all");
        if (searchSeeds is < 1 or > MostSeeds || scoreSeeds is < 1 or > MostSeeds)
            throw new ArgumentException($"searchSeeds and scoreSeeds are {searchSeeds} and {scoreSeeds}; expected 1 to {MostSeeds}");
        (Name, Purpose, Tasks, SearchSeeds, ScoreSeeds, Seed) = (name, purpose, tasks, searchSeeds, scoreSeeds, seed);
    }

    /// <summary>Version of the keys.</summary>
    public int SchemaVersion { get; } = CurrentSchemaVersion;

    /// <summary>For titles and folders.</summary>
    public string Name { get; }

    /// <summary>What it is for.</summary>
    public string Purpose { get; }

    /// <summary>The tasks.</summary>
    public ImmutableArray<SuiteTask> Tasks { get; }

    /// <summary>Lengths of runs, ascending.</summary>
    public ImmutableArray<int> Horizons { get; }

    /// <summary>Optimizers that are tuned for each task.</summary>
    public ImmutableArray<string> Baselines { get; }

    /// <summary>Runs of each of the best two settings of a search.</summary>
    public int SearchSeeds { get; }

    /// <summary>Runs that are scored.</summary>
    public int ScoreSeeds { get; }

    /// <summary>Source of all randomness.</summary>
    public ulong Seed { get; }

    /// <summary>Whether both describe the same.</summary>
    public bool Equals(Suite? other) => other is not null && SettingsJson.Format(this) == SettingsJson.Format(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Tasks.Length, Seed);

    /// <summary>Lengths of a task's runs, ascending.</summary>
    public ImmutableArray<int> HorizonsOf(SuiteTask task) => task.Horizons ?? Horizons;

    /// <summary>The same suite with some of its tasks, horizons and numbers.</summary>
    /// <param name="tasks">At least one.</param>
    /// <param name="horizons">Null leaves them; else tasks with horizons of their own keep those of them that are in it.</param>
    /// <exception cref="ArgumentException">Nothing is left.</exception>
    public Suite With(IEnumerable<SuiteTask> tasks, ImmutableArray<int>? horizons = null)
    {
        SuiteTask[] kept = [.. tasks.Select(task => horizons is not { } some || task.Horizons is not { } own ? task
            : new SuiteTask(task.Name, task.Part, task.Data, task.Network, task.BatchSize, task.Loss, task.TrainShare,
                [.. own.Where(some.Contains)]))];
        return new Suite(Name, Purpose, [.. kept], horizons ?? Horizons, Baselines, SearchSeeds, ScoreSeeds, Seed);
    }

    /// <summary>Refuses lengths that are none.</summary>
    /// <exception cref="ArgumentException">There are none, or they do not ascend from 10 on.</exception>
    internal static void CheckHorizons(ImmutableArray<int> horizons, string owner)
    {
        if (horizons.IsDefaultOrEmpty || horizons[0] < 10 || horizons.Zip(horizons.Skip(1)).Any(static pair => pair.First >= pair.Second))
            throw new ArgumentException($"{owner}: horizons are [{(horizons.IsDefault ? "" : string.Join(", ", horizons))}]; expected "
                + "numbers of steps, ascending, 10 or more");
    }
}
