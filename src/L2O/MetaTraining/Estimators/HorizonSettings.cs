using L2O.Numerics;

namespace L2O.MetaTraining.Estimators;

/// <summary>How long inner runs are: constant, log-uniform, or growing over the meta-training.</summary>
public sealed record HorizonSettings
{
    /// <summary>Describes lengths.</summary>
    /// <param name="longest">Steps of the longest runs, 1 or more.</param>
    /// <param name="shortest">Steps of the shortest, whose lengths are drawn log-uniformly up to the longest; null means all are as
    /// long.</param>
    /// <param name="first">The longest runs at the start of the meta-training, from where they grow geometrically; null means that they do
    /// not grow.</param>
    /// <param name="grownBy">The part of the meta-training, above 0 to 1, after which they are <paramref name="longest"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public HorizonSettings(int longest = 200, int? shortest = null, int? first = null, double grownBy = 0.5)
    {
        if (longest < 1)
            throw new ArgumentOutOfRangeException(nameof(longest), $"longest is {longest}; expected 1 step or more");
        if (shortest < 1 || shortest > longest)
            throw new ArgumentOutOfRangeException(nameof(shortest), $"shortest is {shortest}; expected 1 to longest, {longest}");
        if (first < (shortest ?? 1) || first > longest)
            throw new ArgumentOutOfRangeException(nameof(first), $"first is {first}; expected {shortest ?? 1} to longest, {longest}");
        if (!(grownBy is > 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(grownBy), $"grownBy is {grownBy}; expected above 0, at most 1");
        (Longest, Shortest, First, GrownBy) = (longest, shortest, first, grownBy);
    }

    /// <summary>Steps of the longest runs.</summary>
    public int Longest { get; }

    /// <summary>Steps of the shortest; null means that all are as long.</summary>
    public int? Shortest { get; }

    /// <summary>The longest runs at the start; null means that they do not grow.</summary>
    public int? First { get; }

    /// <summary>The part of the meta-training after which they have grown.</summary>
    public double GrownBy { get; }

    /// <summary>The shortest runs that there may be.</summary>
    internal int Least => Shortest ?? First ?? Longest;

    /// <summary>The longest run at a point of the meta-training.</summary>
    /// <param name="progress">0 at the start, 1 at the end.</param>
    internal int LongestAt(double progress) => First is not { } first || progress >= GrownBy ? Longest
        : (int)Math.Round(first * Math.Pow((double)Longest / first, progress / GrownBy));

    /// <summary>Draws the length of a run.</summary>
    /// <param name="rng">The run's stream.</param>
    /// <param name="progress">0 at the start of the meta-training, 1 at its end.</param>
    internal int Draw(Rng rng, double progress)
    {
        int longest = LongestAt(progress);
        return Shortest is not { } shortest ? longest
            : Math.Min(longest, (int)(shortest * Math.Pow((longest + 1.0) / shortest, rng.NextDouble())));
    }
}
