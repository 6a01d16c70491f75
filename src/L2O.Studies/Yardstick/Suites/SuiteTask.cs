using System.Collections.Immutable;
using System.Text.RegularExpressions;
using L2O.Data;
using L2O.Experiments;
using L2O.Optimizees;
using L2O.Optimizees.Losses;

namespace L2O.Studies.Yardstick.Suites;

/// <summary>One task of a suite: a network that is trained on data, in batches of one size.</summary>
internal sealed partial record SuiteTask
{
    /// <summary>Describes a task.</summary>
    /// <param name="name">Unique in its suite; lower-case letters, digits and hyphens.</param>
    /// <param name="part">What it may be used for.</param>
    /// <param name="data">The data; <see cref="FriedmanTable.Name"/> is a computed table.</param>
    /// <param name="network">A network by name or layer by layer.</param>
    /// <param name="batchSize">Samples a batch, 1 or more.</param>
    /// <param name="loss">What is minimized; null leaves it to the data's targets.</param>
    /// <param name="trainShare">Share of the training split, its first samples, that is trained on; above 0, at most 1.</param>
    /// <param name="horizons">Lengths of its runs, ascending; null means the suite's.</param>
    /// <exception cref="ArgumentException">Something is malformed or out of its range; the message names the task.</exception>
    public SuiteTask(string name, SuitePart part, DataSettings data, string network, int batchSize = 128, LossKind? loss = null,
        double trainShare = 1, ImmutableArray<int>? horizons = null)
    {
        if (!NamePattern().IsMatch(name))
            throw new ArgumentException($"task '{name}' is no name; expected lower-case letters, digits and hyphens");
        try
        {
            OptimizeeCatalog.Check(network);
            if (data.Path is null && data.Name != FriedmanTable.Name)
                DatasetCatalog.Find(data.Name);
        }
        catch (ArgumentException failure)
        {
            throw new ArgumentException($"task '{name}': {failure.Message}", failure);
        }
        if (batchSize < 1)
            throw new ArgumentException($"task '{name}': batchSize is {batchSize}; expected 1 or more");
        if (!(trainShare is > 0 and <= 1))
            throw new ArgumentException($"task '{name}': trainShare is {trainShare}; expected a number above 0, at most 1");
        if (horizons is { } lengths)
            Suite.CheckHorizons(lengths, $"task '{name}'");
        (Name, Part, Data, Network, BatchSize) = (name, part, data, network, batchSize);
        (Loss, TrainShare, Horizons) = (loss, trainShare, horizons);
    }

    /// <summary>Unique in its suite.</summary>
    public string Name { get; }

    /// <summary>What it may be used for.</summary>
    public SuitePart Part { get; }

    /// <summary>The data.</summary>
    public DataSettings Data { get; }

    /// <summary>The network.</summary>
    public string Network { get; }

    /// <summary>Samples a batch.</summary>
    public int BatchSize { get; }

    /// <summary>What is minimized; null leaves it to the data's targets.</summary>
    public LossKind? Loss { get; }

    /// <summary>Share of the training split that is trained on.</summary>
    public double TrainShare { get; }

    /// <summary>Lengths of its runs, ascending; null means the suite's.</summary>
    public ImmutableArray<int>? Horizons { get; }

    [GeneratedRegex("^[a-z0-9][a-z0-9-]*$")]
    private static partial Regex NamePattern();
}
