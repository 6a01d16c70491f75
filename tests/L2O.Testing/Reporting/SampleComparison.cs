using L2O.MetaTesting;
using L2O.MetaTraining;
using L2O.Optimizees;

namespace L2O.Testing.Reporting;

/// <summary>Made-up results whose statistics are known by construction.</summary>
internal static class SampleComparison
{
    /// <summary>A curve that falls exponentially from 2.3 to a floor; test values every tenth iteration.</summary>
    internal static LossCurve Falling(string optimizee, string optimizer, int run, int iterations, double time, double floor)
    {
        var points = new List<CurvePoint>();
        for (int i = 1; i <= iterations; i++)
        {
            double wobble = 1 + (0.12 * Math.Sin((i * 12.9898) + (run * 78.233) + time));
            double loss = (floor + ((2.3 - floor) * Math.Exp(-i / time))) * wobble;
            bool tested = i % 10 == 0;
            points.Add(new CurvePoint(i, loss, 1 - (loss / 2.6), tested ? loss * 1.1 : double.NaN, tested ? 1 - (loss / 2.5) : double.NaN));
        }
        double last = floor + (0.01 * run);
        return new LossCurve(optimizee, optimizer, run, points, new LossAndAccuracy(last, 0.9), new LossAndAccuracy(last * 1.1, 0.88));
    }

    /// <summary>A curve that explodes and ends after some iterations.</summary>
    internal static LossCurve Diverging(string optimizee, string optimizer, int run, int iterations)
    {
        var points = new List<CurvePoint>();
        for (int i = 1; i <= iterations; i++)
            points.Add(new CurvePoint(i, i == iterations ? double.PositiveInfinity : 2.3 * Math.Pow(1.5, i), 0.1, double.NaN, double.NaN));
        return new LossCurve(optimizee, optimizer, run, points, new LossAndAccuracy(double.NaN, double.NaN),
            new LossAndAccuracy(double.NaN, double.NaN));
    }

    /// <summary>Three optimizees, four optimizers, three runs; SGD never reaches 0.5, Lion diverges once on the last optimizee.</summary>
    internal static Comparison Full(int iterations = 200)
    {
        var curves = new List<LossCurve>();
        foreach ((string optimizee, double slowness) in new[] { ("mlp-sigmoid-20", 1.0), ("mlp-relu-20", 0.8),
            ("mlp-sigmoid-100-100", 1.6) })
            for (int run = 0; run < 3; run++)
            {
                curves.Add(Falling(optimizee, "l2o", run, iterations, 8 * slowness, 0.28));
                curves.Add(Falling(optimizee, "adam", run, iterations, 25 * slowness, 0.30));
                curves.Add(Falling(optimizee, "sgd", run, iterations, 90 * slowness, 0.6));
                curves.Add(optimizee.EndsWith("100", StringComparison.Ordinal) && run == 2
                    ? Diverging(optimizee, "lion", run, 40)
                    : Falling(optimizee, "lion", run, iterations, 20 * slowness, 0.33));
            }
        return new Comparison("digits", iterations, [.. curves.OrderBy(static c => c.Optimizee, StringComparer.Ordinal)], Searches());
    }

    /// <summary>Nine epochs, the sixth and the last the best so far.</summary>
    internal static IReadOnlyList<EpochMetrics> Epochs() =>
        [.. Enumerable.Range(1, 9).Select(static e => new EpochMetrics(e, 3.4 - Math.Log(e) + (e == 7 ? 0.4 : 0), 90.0 / e, e != 7))];

    private static List<LearningRateTrial> Searches()
    {
        var trials = new List<LearningRateTrial>();
        foreach (string optimizee in new[] { "mlp-relu-20", "mlp-sigmoid-20", "mlp-sigmoid-100-100" })
            foreach ((string optimizer, double best) in new[] { ("adam", 0.05), ("sgd", 1.0), ("lion", 0.005) })
                foreach (double rate in new[] { 1e-4, 5e-4, 1e-3, 5e-3, 1e-2, 5e-2, 0.1, 0.5, 1, 3 })
                {
                    double distance = Math.Abs(Math.Log10(rate / best));
                    double loss = rate > best * 20 ? double.NaN : 60 + (40 * distance);
                    trials.Add(new LearningRateTrial(optimizee, optimizer, rate, [loss, loss * 1.05, loss * 0.95], distance < 1e-9));
                }
        return trials;
    }
}
