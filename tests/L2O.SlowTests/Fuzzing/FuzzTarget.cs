namespace L2O.SlowTests.Fuzzing;

/// <summary>A reader under attack.</summary>
/// <param name="Corpus">Sound inputs, all of which it must take.</param>
/// <param name="Read">Reads the input; must end or throw what a user's bad file deserves.</param>
internal sealed record FuzzTarget(IReadOnlyList<byte[]> Corpus, Action<byte[]> Read);
