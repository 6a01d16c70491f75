namespace L2O.Experiments;

/// <summary>A learned optimizer in a meta-test.</summary>
/// <param name="Name">Its name in tables and figures, and that of its copy in the test's folder.</param>
/// <param name="Source">Where it came from, e.g. the path of a file.</param>
/// <param name="Wrappers">What is put around it, as the parts behind an optimizer's name: <c>clip=1:schedule=cosine</c>; null for
/// nothing.</param>
internal sealed record TestedPhi(string Name, string Source, string? Wrappers = null);
