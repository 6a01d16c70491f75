namespace L2O.Numerics;

/// <summary>A centered moving average that keeps the first value as it is and never rests on a few values at the end.</summary>
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
}
