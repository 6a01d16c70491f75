using System.Collections.Immutable;
using L2O.Data.Fitted;

namespace L2O.Data;

/// <summary>A dataset's training and test split.</summary>
/// <param name="Name">The dataset's name, e.g. <c>mnist</c>.</param>
/// <param name="Train">Samples to train on.</param>
/// <param name="Test">Held-out samples.</param>
public sealed record DataSplits(string Name, IDataset Train, IDataset Test)
{
    /// <summary>What was fitted on the training split.</summary>
    internal DataEncoding Encoding { get; init; } = new();

    /// <summary>Whether the targets are known: false only for data that were read to predict them.</summary>
    internal bool HasTargets { get; init; } = true;

    /// <summary>What the samples are called, of data that were read to predict them; empty where they have no names.</summary>
    internal ImmutableArray<string> SampleNames { get; init; } = [];
}
