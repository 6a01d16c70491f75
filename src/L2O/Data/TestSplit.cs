using L2O.Numerics;

namespace L2O.Data;

/// <summary>Draws which samples are held out for tests: a pure function of their number, the share and the seed.</summary>
internal static class TestSplit
{
    private const ulong DefaultSeed = 1;

    /// <summary>Draws the samples.</summary>
    /// <param name="source">Where they come from, for messages.</param>
    /// <param name="count">Number of samples, at least 2.</param>
    /// <param name="options">Share and seed.</param>
    /// <returns>Indices of both splits, each in rising order and not empty.</returns>
    /// <exception cref="InvalidDataException">There are fewer than two samples.</exception>
    public static (int[] Train, int[] Test) Draw(string source, int count, DatasetOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (count < 2)
            throw new InvalidDataException($"{source} has {count} samples; expected at least 2, one of them for the test split");
        int held = Math.Clamp((int)Math.Round(count * (options.TestShare ?? DatasetOptions.DefaultTestShare)), 1, count - 1);
        int[] order = [.. Enumerable.Range(0, count)];
        new Rng(options.SplitSeed ?? DefaultSeed).Split("test split").Shuffle<int>(order);
        return ([.. order[held..].Order()], [.. order[..held].Order()]);
    }
}
