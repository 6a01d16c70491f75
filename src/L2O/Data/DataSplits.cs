namespace L2O.Data;

/// <summary>A dataset's training and test split.</summary>
/// <param name="Name">The dataset's name, e.g. <c>mnist</c>.</param>
/// <param name="Train">Samples to train on.</param>
/// <param name="Test">Held-out samples.</param>
public sealed record DataSplits(string Name, IDataset Train, IDataset Test);
