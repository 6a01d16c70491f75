namespace L2O.Cli.Describing;

/// <summary>Which datasets a folder has.</summary>
/// <param name="Folder">Where they were looked for.</param>
/// <param name="Datasets">All that the program knows, found or not.</param>
internal sealed record DataInfo(string Folder, IReadOnlyList<DataInfo.Entry> Datasets)
{
    /// <summary>One dataset.</summary>
    /// <param name="Name">E.g. <c>mnist</c>.</param>
    /// <param name="State">E.g. <c>found</c> or <c>not found; 'l2o data get mnist' downloads it</c>.</param>
    internal sealed record Entry(string Name, string State);
}
