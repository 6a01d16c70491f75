using System.Numerics;

namespace L2O.Optimizers.Learned.Replays;

/// <summary>Running means with their derivatives by their rate.</summary>
/// <param name="count">How many.</param>
internal sealed class FollowedMean(int count)
{
    /// <summary>The means.</summary>
    public double[] Values { get; } = new double[count];

    /// <summary>Their derivatives.</summary>
    public double[] Tangents { get; } = new double[count];

    /// <summary>A mean with its derivative.</summary>
    public ReplayedNumber this[int i] => new(Values[i], Tangents[i]);

    /// <summary>Begins at numbers that do not depend on the rate.</summary>
    public void Load<T>(ReadOnlySpan<T> values) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < Values.Length; i++)
            Values[i] = double.CreateTruncating(values[i]);
        Array.Clear(Tangents);
    }

    /// <summary>Moves one on.</summary>
    /// <param name="i">Which.</param>
    /// <param name="value">What it follows.</param>
    /// <param name="rate">How fast.</param>
    public void Follow(int i, double value, double rate)
    {
        double difference = value - Values[i];
        Tangents[i] += difference - rate * Tangents[i];
        Values[i] += rate * difference;
    }
}
