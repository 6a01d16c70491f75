using L2O.Dynamics;
using L2O.Numerics;

namespace L2O.Tables;

/// <summary>One measured quantity of one optimizer on one optimizee over the iterations: mean and band over the runs.</summary>
/// <param name="Optimizee">The optimizee's name.</param>
/// <param name="Optimizer">The optimizer's name.</param>
/// <param name="Runs">Number of runs.</param>
/// <param name="Iterations">Where it was measured, ascending.</param>
/// <param name="Mean">Mean over the runs; NaN where a run has no finite value, as a mean over survivors would flatter.</param>
/// <param name="Low">Lower end of the band: the smallest of the runs' 95 % intervals where they have some, else the smallest value; NaN
/// where neither is.</param>
/// <param name="High">Upper end of the band.</param>
internal sealed record MeasureBand(
    string Optimizee, string Optimizer, int Runs, IReadOnlyList<int> Iterations, IReadOnlyList<double> Mean,
        IReadOnlyList<double> Low, IReadOnlyList<double> High)
{
    /// <summary>Whether there is a band at all: several runs, or intervals.</summary>
    public bool HasBand => Low.Any(static value => !double.IsNaN(value));

    /// <summary>From a run's number to its values at <see cref="Iterations"/>, NaN where it has none.</summary>
    public IReadOnlyDictionary<int, double[]> RunValues { get; init; } = new Dictionary<int, double[]>();

    /// <summary>Whether each run went through a moving average first.</summary>
    public bool IsSmoothed { get; init; }

    /// <summary>Mean at an iteration; NaN where it was not measured.</summary>
    /// <param name="iteration">From 1.</param>
    public double MeanAt(int iteration)
    {
        for (int i = 0; i < Iterations.Count; i++)
            if (Iterations[i] == iteration)
                return Mean[i];
        return double.NaN;
    }

    /// <summary>The band of one optimizer on one optimizee.</summary>
    /// <param name="rows">At least one, all of one quantity.</param>
    /// <param name="smoothing">See <see cref="DynamicsTable.Bands"/>.</param>
    internal static MeasureBand Of(IReadOnlyList<RunMeasurement> rows, int smoothing)
    {
        int[] iterations = [.. rows.Select(static row => row.Measurement.Iteration).Distinct().Order()];
        IGrouping<int, RunMeasurement>[] byRun = [.. rows.GroupBy(static row => row.Run)];
        Dictionary<int, Measurement>[] runs =
        [
            .. byRun.Select(static run => run.GroupBy(static row => row.Measurement.Iteration)
                .ToDictionary(static group => group.Key, static group => group.First().Measurement)),
        ];
        bool isSmoothed = smoothing > 1 && iterations.Length > smoothing && iterations[^1] - iterations[0] == iterations.Length - 1;
        double[][] values =
            [.. runs.Select(run => iterations.Select(iteration => run.TryGetValue(iteration, out Measurement one) ? one.Value : double.NaN)
            .ToArray())];
        if (isSmoothed)
            values = [.. values.Select(run => Enumerable.Range(0, run.Length)
                .Select(i => double.IsFinite(run[i]) ? MovingAverage.At(run, i, smoothing) : double.NaN).ToArray())];
        (double Mean, double Low, double High)[] points =
        [
            .. iterations.Select((iteration, i) =>
                Point([.. values.Select(run => run[i])], isSmoothed ? [] : [.. runs.Select(run => run.GetValueOrDefault(iteration))])),
        ];
        return new MeasureBand(
            rows[0].Optimizee, rows[0].Optimizer, runs.Length, iterations, [.. points.Select(static one => one.Mean)],
                [.. points.Select(static one => one.Low)], [.. points.Select(static one => one.High)])
        {
            IsSmoothed = isSmoothed,
            RunValues = byRun.Zip(values).ToDictionary(static pair => pair.First.Key, static pair => pair.Second),
        };
    }

    /// <summary>Mean and band of one iteration over the runs, the band from stored intervals where all have one.</summary>
    private static (double Mean, double Low, double High) Point(double[] values, Measurement[] stored)
    {
        if (!values.All(double.IsFinite))
            return (double.NaN, double.NaN, double.NaN);
        if (stored.Length > 0 && stored.All(static one => double.IsFinite(one.Low) && double.IsFinite(one.High)))
            return (values.Average(), stored.Min(static one => one.Low), stored.Max(static one => one.High));
        return values.Length > 1 ? (values.Average(), values.Min(), values.Max()) : (values[0], double.NaN, double.NaN);
    }
}
