namespace L2O.Studies.Yardstick.Envelopes;

/// <summary>
/// An envelope as the published ones are made: the mean over the runs of each rate, read every ten steps, an exponential moving average
/// (0.95 of the old, which trails by some 200 steps), the least of all rates, and never more than before.
/// </summary>
internal static class TunedEnvelope
{
    /// <summary>Steps between two readings.</summary>
    public const int Every = 10;

    private const double Kept = 0.95;

    /// <summary>Computes it.</summary>
    /// <param name="rates">For each rate and run the training losses by step; shorter where it diverged.</param>
    /// <param name="smoothed">Whether there is a moving average; without it the single readings count.</param>
    /// <returns>The losses before step 1, 11, 21, ..., with the number of the rate that gave each.</returns>
    public static (double[] Losses, int[] Rates) Of(IReadOnlyList<IReadOnlyList<IReadOnlyList<double>>> rates, bool smoothed = true)
    {
        int count = (rates.Max(static runs => runs.Max(static losses => losses.Count)) + Every - 1) / Every;
        double[] least = new double[count];
        int[] best = new int[count];
        Array.Fill(least, double.PositiveInfinity);
        foreach ((int rate, IReadOnlyList<IReadOnlyList<double>> runs) in rates.Index())
        {
            double average = double.NaN;
            for (int i = 0; i < count; i++)
            {
                double loss = runs.Average(losses => i * Every < losses.Count ? losses[i * Every] : double.NaN);
                average = smoothed && i > 0 ? Kept * average + (1 - Kept) * loss : loss;
                if (average < least[i]) // false for NaN, and from then on
                    (least[i], best[i]) = (average, rate);
            }
        }
        for (int i = 1; i < count; i++)
            if (least[i - 1] <= least[i])
                (least[i], best[i]) = (least[i - 1], best[i - 1]);
        return (least, best);
    }

    /// <summary>The value between two readings, on a straight line.</summary>
    /// <param name="losses">The envelope.</param>
    /// <param name="step">From 0 to the last reading.</param>
    public static double At(IReadOnlyList<double> losses, double step)
    {
        double place = step / Every;
        int before = Math.Min((int)place, losses.Count - 1), behind = Math.Min(before + 1, losses.Count - 1);
        return losses[before] + ((place - before) * (losses[behind] - losses[before]));
    }
}
