using System.Collections.Immutable;
using L2O.MetaTesting;
using L2O.Optimizees;
using L2O.Optimizers;
using L2O.Settings;

namespace L2O.Experiments;

/// <summary>What learned optimizers are tested on and against.</summary>
public sealed record MetaTestPlan
{
    /// <summary>Plans a meta-test; the defaults are the study's lengths.</summary>
    /// <param name="optimizees">Names of the networks, each once; null means those that the learned optimizer was trained on.</param>
    /// <param name="baselines">What it is compared with, each once: optimizers as <see cref="OptimizerText"/> says; where a text has no
    /// learning rate, it is searched.</param>
    /// <param name="iterations">Steps of each run, 1 or more.</param>
    /// <param name="runs">Runs of each optimizer on each optimizee, 1 or more.</param>
    /// <param name="batchSize">Samples a batch, 1 or more.</param>
    /// <param name="testEvery">A test batch is evaluated every so many iterations, 1 or more.</param>
    /// <param name="search">How learning rates are searched; null means as in the study.</param>
    /// <param name="lossThreshold">The training loss, in nats, whose first crossing is counted, positive; null means on each network the
    /// one that tuned Adam has at a third of the run, 0.5 where Adam is not tuned there.</param>
    /// <exception cref="ArgumentException">A name is none, or occurs twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public MetaTestPlan(
        ImmutableArray<string>? optimizees = null,
        ImmutableArray<OptimizerSettings>? baselines = null,
        int iterations = 200,
        int runs = 3,
        int batchSize = 128,
        int testEvery = 10,
        LearningRateSearchSettings? search = null,
        double? lossThreshold = null)
    {
        Optimizees = optimizees;
        Baselines = baselines ?? ["adam", "sgd", "lion"];
        Settings = new MetaTestSettings(iterations, runs, batchSize, testEvery, search, lossThreshold);
        foreach (string optimizee in Optimizees ?? [])
            OptimizeeCatalog.Check(optimizee);
        foreach (ImmutableArray<string> names in new[] { Optimizees ?? [], [.. Baselines.Select(static baseline => baseline.Text)] })
            if (names.GroupBy(static name => name, StringComparer.Ordinal).FirstOrDefault(static group => group.Count() > 1) is { } twice)
                throw new ArgumentException($"'{twice.Key}' is named twice; expected each name once");
    }

    /// <summary>Names of the networks; null means those that the learned optimizer was trained on.</summary>
    public ImmutableArray<string>? Optimizees { get; }

    /// <summary>What the learned optimizers are compared with.</summary>
    public ImmutableArray<OptimizerSettings> Baselines { get; }

    /// <summary>Steps of each run.</summary>
    public int Iterations => Settings.Iterations;

    /// <summary>Runs of each optimizer on each optimizee.</summary>
    public int Runs => Settings.Runs;

    /// <summary>Samples a batch.</summary>
    public int BatchSize => Settings.BatchSize;

    /// <summary>Iterations between two evaluations of a test batch.</summary>
    public int TestEvery => Settings.TestEvery;

    /// <summary>How learning rates are searched.</summary>
    public LearningRateSearchSettings Search => Settings.Search;

    /// <summary>The training loss whose first crossing is counted, in nats; null leaves it to tuned Adam.</summary>
    public double? LossThreshold => Settings.LossThreshold;

    /// <summary>The numbers.</summary>
    public MetaTestSettings Settings { get; }

    /// <summary>Whether both plan the same.</summary>
    public bool Equals(MetaTestPlan? other) => other is not null && SettingsJson.Format(this) == SettingsJson.Format(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Settings, Baselines.Length);
}
