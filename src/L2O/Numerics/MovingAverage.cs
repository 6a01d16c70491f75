namespace L2O.Numerics;

/// <summary>
/// Moving averages: a centered one that keeps the first value as it is and never rests on a few values at the end, and a trailing one.
/// </summary>
internal static class MovingAverage
{
    /// <summary>
    /// The mean around an index: as many values before it as behind it, up to half the window; near the end, where values
    /// behind it run out, all that are left and half a window before.
    /// </summary>
    /// <param name="values">The series; at least one value.</param>
    /// <param name="index">Where; from 0.</param>
    /// <param name="window">Values in a full window, odd; 1 gives the value itself.</param>
    /// <exception cref="ArgumentOutOfRangeException">The window is not positive and odd.</exception>
    public static double At(ReadOnlySpan<double> values, int index, int window)
    {
        if (window < 1 || window % 2 == 0)
            throw new ArgumentOutOfRangeException(nameof(window), window, $"window is {window}; expected an odd number of at least 1");
        int before = Math.Min(window / 2, index), behind = Math.Min(before, values.Length - 1 - index);
        double sum = 0;
        foreach (double value in values[(index - before)..(index + behind + 1)])
            sum += value;
        return sum / (before + behind + 1);
    }

    /// <summary>The mean of a value and those before it, as many as there are up to a window.</summary>
    /// <param name="values">The series; at least one value.</param>
    /// <param name="index">The last of them; from 0.</param>
    /// <param name="window">Values in a full window; 1 gives the value itself.</param>
    internal static double Trailing(ReadOnlySpan<double> values, int index, int window)
    {
        int first = Math.Max(0, index + 1 - window);
        double sum = 0;
        foreach (double value in values[first..(index + 1)])
            sum += value;
        return sum / (index + 1 - first);
    }
}
