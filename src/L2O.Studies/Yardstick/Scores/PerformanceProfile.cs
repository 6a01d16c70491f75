using System.Collections.Immutable;

namespace L2O.Studies.Yardstick.Scores;

/// <summary>For how many tasks an optimizer is at least so good (Dolan and Moré 2002, "Benchmarking optimization software").</summary>
internal static class PerformanceProfile
{
    /// <summary>For each bound the share of the values that are at least as large.</summary>
    /// <param name="values">One for each task; NaN is below every bound.</param>
    /// <param name="bounds">In any order.</param>
    public static ImmutableArray<double> AtLeast(IReadOnlyList<double> values, IEnumerable<double> bounds) =>
        [.. bounds.Select(bound => (double)values.Count(value => value >= bound) / values.Count)];

    /// <summary>For each factor the share of the tasks whose loss is at most so many times the least of any optimizer there.</summary>
    /// <param name="losses">One for each task; NaN or infinite for a divergence.</param>
    /// <param name="least">The least loss on each task.</param>
    /// <param name="factors">In any order.</param>
    public static ImmutableArray<double> Within(IReadOnlyList<double> losses, IReadOnlyList<double> least, IEnumerable<double> factors) =>
        [.. factors.Select(factor => (double)losses.Zip(least).Count(pair => pair.First <= factor * pair.Second) / losses.Count)];
}
