namespace L2O.Data.Sources;

/// <summary>The state of one file of a dataset.</summary>
/// <param name="File">The file's published name.</param>
/// <param name="Condition">What was found.</param>
/// <param name="Detail">One line: the path and how it was checked, where it was searched, or what is wrong with it.</param>
internal sealed record FileStatus(string File, FileCondition Condition, string Detail);
