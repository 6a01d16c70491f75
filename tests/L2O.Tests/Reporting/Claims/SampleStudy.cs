using L2O.Dynamics;
using L2O.MetaTesting;
using L2O.Optimizees;
using L2O.Studies.Paper;
using L2O.Studies.Paper.Claims;
using L2O.Tables;

namespace L2O.Tests.Reporting.Claims;

/// <summary>Made-up tables of three runs in which every claim holds, and ways to change one of their series.</summary>
internal sealed class SampleStudy
{
    public const string Loss = "loss";

    private const string LeakyRelu = "mlp-leaky-relu-20";
    private const string BatchNorm = "mlp-relu-20-batchnorm";
    private const string Sigmoid = "mlp-sigmoid-20";
    private const string Wide = "mlp-sigmoid-100-100";

    private readonly List<(string Optimizee, string Optimizer, string Measure, Func<int, int, double, double> Change)> _changes = [];

    public int Runs { get; init; } = 3;

    /// <summary>A baseline with a rate of its own on the leaky ReLU network, faster than all; null for none.</summary>
    public string? StudyRate { get; init; }

    /// <summary>Changes a series: from iteration, run and value to another value, NaN to leave it out.</summary>
    public SampleStudy Change(string optimizee, string optimizer, string measure, Func<int, int, double, double> change)
    {
        _changes.Add((optimizee, optimizer, measure, change));
        return this;
    }

    public StudyTables Tables() =>
        new(Curves(), Spread(Measurements()),
        new Comparison("digits", 20, [.. Far()], [new LearningRateTrial(Sigmoid, "adam", 0.01, [1], true)]), NameOf)
        {
            Apart = new Dictionary<string, StudyTables> { [PaperTest.Speed] = new(Speed(), [], nameOf: NameOf) },
        };

    /// <summary>Whether the learned optimizers are said to come from one meta-training each.</summary>
    public bool SaysStarts { get; init; }

    private StartName NameOf(string optimizer) =>
        new(optimizer, SaysStarts && (optimizer == "l2o" || optimizer.StartsWith("rescale", StringComparison.Ordinal)
            || optimizer.StartsWith("scale", StringComparison.Ordinal)) ? 0 : null);

    private IEnumerable<LossCurve> Speed() =>
        Falling(Sigmoid, [("l2o", 8, 0.3), ("adam@0.03", 22, 0.3), ("momentum@0.1", 60, 0.3)]);

    private IEnumerable<LossCurve> Curves() =>
    [
        .. Falling(LeakyRelu, [("l2o", 8, 0.30), ("rescale-0.1", 15, 0.33), ("rescale-0.5", 25, 0.42),
            ("rescale-1", 60, 0.75), ("adam", 20, 0.32), ("momentum", 60, 0.35), ("lion", 18, 0.34)]),
        .. StudyRate is { } fast ? Falling(LeakyRelu, [(fast, 2, 0.2)]) : [],
        .. Falling(BatchNorm, [("l2o", 8, 0.300), ("scale-0.1", 12, 0.301), ("scale-0.5", 25, 0.302), ("scale-1", 45, 0.303)]),
        .. Falling(Sigmoid, [("l2o", 8, 0.3), ("adam", 22, 0.3), ("momentum", 60, 0.3)]),
        .. Falling(Wide, [("lion-sgd-0", 5, 1), ("lion-sgd-0.1", 5, 0.55), ("lion-sgd-0.25", 5, 0.4),
            ("lion-sgd-0.5", 5, 0.36), ("lion-sgd-1", 5, 0.36)]),
    ];

    private IEnumerable<LossCurve> Far() =>
        [.. Falling(Sigmoid, [("l2o", 8, 0.3), ("adam", 22, 0.3)]), .. Falling("mlp-relu-20", [("l2o", 40, 0.6), ("adam", 20, 0.3)])];

    private IEnumerable<LossCurve> Falling(string optimizee, (string Optimizer, double Time, double Floor)[] optimizers) =>
        from one in optimizers
        from run in Enumerable.Range(0, Runs)
        let points = Points(optimizee, one.Optimizer, run, one.Time, one.Floor)
        where points.Count > 0
        select new LossCurve(optimizee, one.Optimizer, run, points, new LossAndAccuracy(one.Floor, 0.9),
            new LossAndAccuracy(one.Floor, 0.9));

    private List<CurvePoint> Points(string optimizee, string optimizer, int run, double time, double floor) =>
    [
        .. from iteration in Enumerable.Range(1, 200)
           let loss = Changed(optimizee, optimizer, Loss, iteration, run, floor + (2 * Math.Exp(-iteration / time)))
           where !double.IsNaN(loss)
           select new CurvePoint(iteration, loss, 0.5, double.NaN, double.NaN),
    ];

    private static IEnumerable<RunMeasurement> Measurements()
    {
        foreach (int t in Enumerable.Range(1, 100))
        {
            foreach ((string optimizer, double value) in new[] { ("l2o", 50 + (30 * Math.Exp(-t / 10.0))),
                ("lion", 13), ("adam", 1), ("momentum", 0.05) })
                yield return Row(LeakyRelu, optimizer, "update_rescale_deviation", t, value);
            foreach ((string optimizer, double value) in new[] { ("l2o", 51 * Math.Exp(-t / 77.0)),
                ("lion", 0.68 * t), ("adam", 26 * Math.Exp(-t / 85.0)), ("momentum", 0.1) })
                yield return Row(BatchNorm, optimizer, "update_scale_deviation", t, value);
        }
        foreach ((string weight, double value) in new[] { ("0", 1e-7), ("0.1", 0.07), ("0.25", 0.16), ("0.5", 0.35), ("1", 0.40) })
            foreach (int t in new[] { 100, 110, 200 })
                yield return Row(Wide, $"lion-sgd-{weight}", "update_translation_sum", t, t == 110 ? -value : value);
        foreach (int t in new[] { 1, 100, 1000 })
            foreach ((string optimizer, double update, double gradient, double eigenvalue) in new[] { ("l2o", 0.82, 0.54, 0.05),
                ("adam", 0.65, 0.56, 5e-4), ("momentum", 0.57, 0.57, 4e-4), ("lion", 0.6, 0.6, 6e-3) })
            {
                yield return Row(LeakyRelu, optimizer, "update_tail_index", t, update);
                yield return Row(LeakyRelu, optimizer, "gradient_tail_index", t, gradient);
                yield return Row(LeakyRelu, optimizer, "update_covariance_eigenvalue", t, eigenvalue, position: 1);
                yield return Row(LeakyRelu, optimizer, "update_covariance_eigenvalue", t, eigenvalue / 9, position: 2);
            }
        foreach (int t in new[] { 1, 5, 10, 30, 100, 500 })
            foreach ((string optimizer, double early, double late) in new[] { ("l2o", 0.3, 0.15),
                ("adam", 0.05, 0.09), ("lion", 0.01, 0.01), ("momentum", 0.03, 0.03) })
                yield return Row(Sigmoid, optimizer, "update_max_abs", t, t <= 10 ? early : late);
    }

    // The run is filled in by Spread below: a row stands for all runs here.
    private static RunMeasurement Row(string optimizee, string optimizer, string measure, int iteration,
        double value, double position = double.NaN) =>
        new(optimizee, optimizer, 0, new Measurement(iteration, Measurement.All, measure, value, position));

    private double Changed(string optimizee, string optimizer, string measure, int iteration, int run, double value)
    {
        foreach ((string Optimizee, string Optimizer, string Measure, Func<int, int, double, double> Change) change in _changes)
            if ((change.Optimizee, change.Optimizer, change.Measure) == (optimizee, optimizer, measure))
                value = change.Change(iteration, run, value);
        return value;
    }

    private IEnumerable<RunMeasurement> Spread(IEnumerable<RunMeasurement> rows) =>
        from row in rows
        from run in Enumerable.Range(0, Runs)
        let value = Changed(row.Optimizee, row.Optimizer, row.Measurement.Measure, row.Measurement.Iteration, run, row.Measurement.Value)
        where !double.IsNaN(value)
        select row with { Run = run, Measurement = row.Measurement with { Value = value } };
}
