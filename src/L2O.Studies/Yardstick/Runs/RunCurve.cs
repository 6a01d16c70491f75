using System.Collections.Immutable;

namespace L2O.Studies.Yardstick.Runs;

/// <summary>One run of one optimizer on one task.</summary>
/// <param name="Losses">Of each step's training batch, before the step; fewer than planned if the run diverged.</param>
/// <param name="Tests">Evaluations of the whole test split, by step; none behind a divergence.</param>
internal sealed record RunCurve(ImmutableArray<double> Losses, ImmutableArray<TestPoint> Tests)
{
    private const int TestNumbers = 3;

    /// <summary>The run's beginning.</summary>
    /// <param name="steps">Its length.</param>
    public RunCurve First(int steps) => new([.. Losses.Take(steps)], [.. Tests.Where(test => test.Step <= steps)]);

    /// <summary>All of it as numbers.</summary>
    public double[] ToNumbers() =>
        [Losses.Length, .. Losses, .. Tests.SelectMany(static test => new[] { test.Step, test.Loss, test.Metric })];

    /// <summary>What <see cref="ToNumbers"/> gave.</summary>
    public static RunCurve Of(ReadOnlySpan<double> numbers)
    {
        int steps = (int)numbers[0];
        return new RunCurve([.. numbers.Slice(1, steps)],
            [.. numbers[(1 + steps)..].ToArray().Chunk(TestNumbers).Select(static test => new TestPoint((int)test[0], test[1], test[2]))]);
    }
}
