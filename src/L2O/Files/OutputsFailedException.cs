namespace L2O.Files;

/// <summary>Some of several outputs could not be made; the others are there.</summary>
/// <param name="failures">What failed and why, a line each; at least one.</param>
/// <param name="first">The first failure.</param>
internal sealed class OutputsFailedException(IReadOnlyList<string> failures, Exception first)
    : IOException($"{Count(failures.Count)} missing, the others are there: {string.Join("; ", failures)}", first)
{
    /// <summary>What failed and why, a line each.</summary>
    public IReadOnlyList<string> Failures { get; } = failures;

    private static string Count(int count) => count == 1 ? "1 output is" : $"{count} outputs are";
}
