using L2O.MetaTesting;
using L2O.Numerics;

namespace L2O.Tables;

/// <summary>
/// Mean and band over the runs of one optimizer on one optimizee, iteration by iteration. The band is smallest to largest
/// unless a standard deviation is asked for: with a handful of runs that is the honest one, and it stays positive on
/// a logarithmic axis. It ends where the first run ends or leaves the finite numbers, as a mean over survivors would flatter.
/// </summary>
/// <param name="Optimizee">The optimizee's name.</param>
/// <param name="Optimizer">The optimizer's name.</param>
/// <param name="Runs">Number of runs.</param>
/// <param name="DivergedRuns">How many of them diverged.</param>
/// <param name="Iterations">Where the measure was taken, from 1.</param>
/// <param name="Mean">Mean over the runs at each of <paramref name="Iterations"/>.</param>
/// <param name="Low">Lower end of the band.</param>
/// <param name="High">Upper end of the band.</param>
internal sealed record CurveBand(
    string Optimizee,
    string Optimizer,
    int Runs,
    int DivergedRuns,
    IReadOnlyList<int> Iterations,
    IReadOnlyList<double> Mean,
    IReadOnlyList<double> Low,
    IReadOnlyList<double> High)
{
    /// <summary>A band for each optimizee and optimizer, in the order in which they first occur.</summary>
    /// <param name="comparison">Stored results.</param>
    /// <param name="measure">What to show.</param>
    /// <param name="smoothing">Width of the moving average that each run goes through first, in measured iterations; odd, 1 for none.
    /// See <see cref="MovingAverage"/>.</param>
    /// <param name="kind">What the band shows.</param>
    /// <param name="isTrailing">Whether that average is over an iteration and those before it, instead of those around it.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="smoothing"/> is not positive and odd.</exception>
    public static IReadOnlyList<CurveBand> From(Comparison comparison, CurveMeasure measure, int smoothing, BandKind kind = BandKind.Range,
        bool isTrailing = false)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        if (smoothing < 1 || smoothing % 2 == 0)
            throw new ArgumentOutOfRangeException(nameof(smoothing), smoothing,
                $"smoothing is {smoothing}; an odd number of at least 1 was expected");
        return
        [
            .. comparison.Curves
                .GroupBy(static curve => curve.Optimizee)
                .SelectMany(static optimizee => optimizee.GroupBy(static curve => (curve.Optimizee, curve.Optimizer)))
                .Select(group => Of([.. group], measure, smoothing, kind, isTrailing)),
        ];
    }

    /// <summary>Mean at the last measured iteration up to this one; NaN where there is none.</summary>
    /// <param name="iteration">From 1.</param>
    public double MeanAt(int iteration)
    {
        int at = Iterations.Count - 1;
        while (at >= 0 && Iterations[at] > iteration)
            at--;
        return at >= 0 ? Mean[at] : double.NaN;
    }

    private static CurveBand Of(IReadOnlyList<LossCurve> runs, CurveMeasure measure, int smoothing, BandKind kind, bool isTrailing)
    {
        CurvePoint[][] measured = [.. runs.Select(run => run.Points.Where(point => !double.IsNaN(Value(point, measure))).ToArray())];
        int length = measured.Min(static points => points.Length);
        double[][] values = [.. measured.Select(points => points.Take(length).Select(point => Value(point, measure)).ToArray())];
        length = Enumerable.Range(0, length).TakeWhile(i => values.All(run => double.IsFinite(run[i]))).Count();
        double[][] smooth = [.. values.Select(run => Smooth(run[..length], smoothing, isTrailing))];
        int[] at = [.. Enumerable.Range(0, length)];
        (double Low, double High)[] ends = [.. at.Select(i => Ends([.. smooth.Select(run => run[i])], kind))];
        return new CurveBand(
            runs[0].Optimizee,
            runs[0].Optimizer,
            runs.Count,
            runs.Count(static run => run.Diverged),
            [.. at.Select(i => measured[0][i].Iteration)],
            [.. at.Select(i => smooth.Average(run => run[i]))],
            [.. ends.Select(static end => end.Low)],
            [.. ends.Select(static end => end.High)]);
    }

    private static (double Low, double High) Ends(IReadOnlyList<double> values, BandKind kind)
    {
        if (kind == BandKind.Range)
            return (values.Min(), values.Max());
        var spread = Spread.Of(values);
        double deviation = double.IsNaN(spread.Deviation) ? 0 : spread.Deviation;
        return (spread.Mean - deviation, spread.Mean + deviation);
    }

    private static double Value(CurvePoint point, CurveMeasure measure) => measure switch
    {
        CurveMeasure.TrainLoss => point.TrainLoss,
        CurveMeasure.TrainAccuracy => point.TrainAccuracy,
        CurveMeasure.TestLoss => point.TestLoss,
        CurveMeasure.TestAccuracy => point.TestAccuracy,
        _ => throw new ArgumentOutOfRangeException(
            nameof(measure), measure, $"measure is {measure}; one of {string.Join(", ", Enum.GetNames<CurveMeasure>())} was expected"),
    };

    private static double[] Smooth(double[] values, int width, bool isTrailing) => [.. Enumerable.Range(0, values.Length)
        .Select(i => isTrailing ? MovingAverage.Trailing(values, i, width) : MovingAverage.At(values, i, width))];
}
