namespace L2O.Experiments;

/// <summary>A learned optimizer in a meta-test.</summary>
/// <param name="Name">Its name in tables and figures, and that of its copy in the test's folder.</param>
/// <param name="Source">Where it came from, e.g. the path of a file.</param>
public sealed record TestedPhi(string Name, string Source);
