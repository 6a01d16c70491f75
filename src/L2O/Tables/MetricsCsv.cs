using System.Collections.Immutable;
using L2O.Files;
using L2O.MetaTesting;
using L2O.Optimizees;
using L2O.Optimizees.Losses;
using L2O.Optimizers;
using L2O.Settings;

namespace L2O.Tables;

/// <summary>
/// Stores a <see cref="Comparison"/> in a run folder as three tidy tables that spreadsheets, pandas and R read as they are:
/// <c>metrics.csv</c> (a row for each iteration), <c>runs.csv</c> (a row for each run) and <c>learning_rates.csv</c>
/// (a row for each run of a learning-rate search). Accuracies are 0..1; a cell is empty where nothing was measured, or there is no such
/// thing, as accuracy without classes. What is read back equals what was stored, bit for bit.
/// </summary>
internal static class MetricsCsv
{
    /// <summary>Name of the table of iterations.</summary>
    public const string MetricsFile = "metrics.csv";

    /// <summary>Name of the table of runs.</summary>
    public const string RunsFile = "runs.csv";

    /// <summary>Name of the table of learning-rate searches.</summary>
    public const string LearningRatesFile = "learning_rates.csv";

    /// <summary>Stores the three tables, each written beside its target and renamed over it.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="comparison">At least one curve; names without control characters; each trial with at least one run.</param>
    /// <exception cref="ArgumentException">Something in <paramref name="comparison"/> cannot be stored.</exception>
    public static void Write(string folder, Comparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        if (comparison.Curves.Count == 0)
            throw new ArgumentException("the comparison has 0 curves; at least one was expected", nameof(comparison));
        CsvWriter metrics = Metrics(comparison);
        CsvWriter runs = Runs(comparison);
        CsvWriter rates = LearningRates(comparison.Searches);
        metrics.Save(Path.Combine(folder, MetricsFile));
        rates.Save(Path.Combine(folder, LearningRatesFile));
        runs.Save(Path.Combine(folder, RunsFile));
    }

    /// <summary>Reads the three tables back.</summary>
    /// <param name="folder">The folder that holds them.</param>
    /// <exception cref="FileNotFoundException">One of them is missing.</exception>
    /// <exception cref="InvalidDataException">One of them is damaged, or they do not belong together; the message names file and
    /// line.</exception>
    public static Comparison Read(string folder)
    {
        var curves = new List<(CsvRow Row, LossCurve Curve, List<CurvePoint> Points)>();
        var byKey = new Dictionary<(string, string, int), List<CurvePoint>>();
        var thresholds = new SortedDictionary<string, double>(StringComparer.Ordinal);
        string? data = null;
        int planned = 0;
        LossKind loss = LossKind.Softmax;
        foreach (CsvRow row in TableCatalog.Runs.Rows(Path.Combine(folder, RunsFile)))
        {
            (LossCurve curve, List<CurvePoint> points) = ReadRun(row);
            if (!byKey.TryAdd((curve.Optimizee, curve.Optimizer, curve.Run), points))
                throw row.Error(2, $"one row for run {curve.Run} of {curve.Optimizer} on {curve.Optimizee}, this is the second");
            if (data is not null && (row.Text(14) != data || row.Integer(13, 1) != planned || ReadLoss(row) != loss))
                throw row.Error(14, $"the same data, loss and planned_iterations in every row ({data}, {NameOf(loss)}, {planned})");
            data = row.Text(14);
            planned = row.Integer(13, 1);
            loss = ReadLoss(row);
            if (!row.IsEmpty(4) && thresholds.TryAdd(curve.Optimizee, row.Number(4)) is false
                && !thresholds[curve.Optimizee].Equals(row.Number(4)))
                throw row.Error(4, $"the same threshold in every row of {curve.Optimizee} ({thresholds[curve.Optimizee]})");
            curves.Add((row, curve, points));
        }
        if (data is null)
            throw new InvalidDataException($"{Path.Combine(folder, RunsFile)}: no rows; expected at least one run");
        foreach (CsvRow row in TableCatalog.Metrics.Rows(Path.Combine(folder, MetricsFile)))
            ReadPoint(row, byKey);
        foreach ((CsvRow row, LossCurve _, List<CurvePoint> points) in curves)
            if (points.Count != row.Integer(12, 0))
                throw row.Error(12, $"as many rows in {MetricsFile}, which has {points.Count}");
        return new Comparison(data, planned, [.. curves.Select(static entry => entry.Curve)], ReadLearningRates(folder), loss)
        {
            LossThresholds = thresholds.ToImmutableSortedDictionary(StringComparer.Ordinal),
        };
    }

    private static CsvWriter Metrics(Comparison comparison)
    {
        var table = new CsvWriter(TableCatalog.Metrics.Header);
        foreach (LossCurve curve in comparison.Curves)
            foreach (CurvePoint point in curve.Points)
                table.Add(curve.Optimizee).Add(curve.Optimizer).Add(curve.Run).Add(point.Iteration)
                    .Add(point.TrainLoss).Add(point.TrainAccuracy).Add(point.TestLoss).Add(point.TestAccuracy);
        return table;
    }

    private static CsvWriter Runs(Comparison comparison)
    {
        Dictionary<(string, string), double> rates = comparison.Searches.Where(static trial => trial.Chosen)
            .GroupBy(static trial => (trial.Optimizee, trial.Optimizer))
            .ToDictionary(static group => group.Key, static group => group.First().LearningRate);
        bool counts = comparison.Loss == LossKind.Softmax;
        var table = new CsvWriter(TableCatalog.Runs.Header);
        foreach (LossCurve curve in comparison.Curves)
        {
            double threshold = comparison.LossThresholdOn(curve.Optimizee);
            table.Add(curve.Optimizee).Add(curve.Optimizer).Add(curve.Run)
                .Add(rates.TryGetValue((curve.Optimizee, curve.Optimizer), out double rate) ? rate
                    : OptimizerSettings.RateOf(curve.Optimizer) ?? double.NaN)
                .Add(counts ? threshold : double.NaN).Add(counts ? curve.IterationsTo(threshold) : null)
                .Add(counts ? curve.IterationsTo(threshold, LossCurve.ReportedWindow) : null)
                .Add(curve.FinalTrain.Loss).Add(curve.FinalTrain.Accuracy).Add(curve.FinalTest.Loss).Add(curve.FinalTest.Accuracy)
                .Add(curve.Diverged).Add(curve.Points.Count).Add(comparison.Iterations).Add(comparison.Data)
                .Add(NameOf(comparison.Loss)).Add(curve.FinalTrain.R2).Add(curve.FinalTest.R2);
        }
        return table;
    }

    private static CsvWriter LearningRates(IReadOnlyList<LearningRateTrial> searches)
    {
        var table = new CsvWriter(TableCatalog.LearningRates.Header);
        foreach (LearningRateTrial trial in searches)
        {
            if (trial.SummedLosses.Count == 0)
                throw new ArgumentException(
                    $"the trial of {trial.Optimizer} at {trial.LearningRate} on {trial.Optimizee} has 0 runs; at least one was expected",
                        nameof(searches));
            for (int run = 0; run < trial.SummedLosses.Count; run++)
                table.Add(trial.Optimizee).Add(trial.Optimizer).Add(trial.LearningRate).Add(run)
                    .Add(trial.SummedLosses[run]).Add(trial.Chosen).Add(trial.Extended).Add(trial.Schedule);
        }
        return table;
    }

    private static (LossCurve Curve, List<CurvePoint> Points) ReadRun(CsvRow row)
    {
        var points = new List<CurvePoint>();
        var curve = new LossCurve(
            row.Text(0),
            row.Text(1),
            row.Integer(2, 0),
            points,
            new LossAndAccuracy(row.Number(7), row.Number(8), row.Number(16)),
            new LossAndAccuracy(row.Number(9), row.Number(10), row.Number(17)));
        return row.Flag(11) == curve.Diverged
            ? (curve, points)
            : throw row.Error(11, curve.Diverged ? "1, as final_train_loss is empty" : "0, as there is a final_train_loss");
    }

    private static string NameOf(LossKind loss) => SettingsText.NameOf(loss);

    private static LossKind ReadLoss(CsvRow row)
    {
        if (row.IsEmpty(15))
            return LossKind.Softmax; // the only loss of version 0.1, whose tables lack the column
        foreach (LossKind loss in Enum.GetValues<LossKind>())
            if (row.Text(15) == NameOf(loss))
                return loss;
        throw row.Error(15, string.Join(", ", Enum.GetValues<LossKind>().Select(NameOf)));
    }

    private static void ReadPoint(CsvRow row, Dictionary<(string, string, int), List<CurvePoint>> byKey)
    {
        if (!byKey.TryGetValue((row.Text(0), row.Text(1), row.Integer(2, 0)), out List<CurvePoint>? points))
            throw row.Error(2, $"a run that {RunsFile} lists");
        int iteration = row.Integer(3, 1);
        if (points.Count > 0 && iteration <= points[^1].Iteration)
            throw row.Error(3, $"more than {points[^1].Iteration}, the run's iteration before");
        points.Add(new CurvePoint(iteration, row.Number(4), row.Number(5), row.Number(6), row.Number(7)));
    }

    private static List<LearningRateTrial> ReadLearningRates(string folder)
    {
        var trials = new List<LearningRateTrial>();
        var losses = new List<double>();
        foreach (CsvRow row in TableCatalog.LearningRates.Rows(Path.Combine(folder, LearningRatesFile)))
        {
            int run = row.Integer(3, 0);
            if (run == 0)
                trials.Add(new LearningRateTrial(row.Text(0), row.Text(1), row.Number(2), losses = [], row.Flag(5),
                    !row.IsEmpty(6) && row.Flag(6), row.IsEmpty(7) ? "" : row.Text(7)));
            bool continues = trials.Count > 0 && run == losses.Count && trials[^1] is { } trial
                && trial.Optimizee == row.Text(0) && trial.Optimizer == row.Text(1)
                && trial.LearningRate.Equals(row.Number(2)) && trial.Chosen == row.Flag(5)
                && trial.Schedule == (row.IsEmpty(7) ? "" : row.Text(7));
            if (!continues)
                throw row.Error(3, "the runs of a rate one behind the other, from 0, and the same value of chosen in all of them");
            losses.Add(row.Number(4));
        }
        return trials;
    }
}
