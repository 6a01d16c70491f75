using MathNet.Numerics.Distributions;

namespace L2O.Numerics;

/// <summary>What a few runs say of the difference between two things that were run alike, run by run.</summary>
internal static class PairedDifference
{
    private const double Upper = 0.975; // of a two-sided 95 % interval

    /// <summary>
    /// The 95 % interval of the mean difference by Student's t; unbounded for fewer than two runs, which say nothing of their scatter.
    /// </summary>
    /// <param name="differences">One for each run, all finite.</param>
    public static (double Low, double High) Interval(IReadOnlyList<double> differences)
    {
        var spread = Spread.Of(differences);
        if (spread.Count < 2 || !double.IsFinite(spread.Mean))
            return (double.NegativeInfinity, double.PositiveInfinity);
        double half = StudentT.InvCDF(0, 1, spread.Count - 1, Upper) * spread.Deviation / Math.Sqrt(spread.Count);
        return (spread.Mean - half, spread.Mean + half);
    }

    /// <summary>
    /// 1 where the differences are clearly above 0 (the interval lies above it), -1 where they are clearly below, 0 where they are level.
    /// </summary>
    /// <param name="differences">One for each run, all finite.</param>
    public static int Sign(IReadOnlyList<double> differences) => Interval(differences) switch
    {
        ( > 0, _) => 1,
        (_, < 0) => -1,
        _ => 0,
    };
}
