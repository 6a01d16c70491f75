using L2O.Dynamics;
using L2O.MetaTesting;
using L2O.Numerics;
using L2O.Tables;

namespace L2O.Studies.Paper.Claims;

/// <summary>
/// The stored tables that the study's claims are judged by. The optimizer <c>l2o</c> is, on each network, the one that was meta-trained on
/// it; <c>rescale-0.1</c> and the like are those that were charged for their deviations meanwhile, with that β. Where a condition was
/// meta-trained several times, its optimizers have one name here and differ by <see cref="TestedRun.Start"/>.
/// </summary>
internal sealed class StudyTables
{
    private const int Window = 5; // of the curves of figures 5 and 7 in one of the study's notebooks; 4 in another

    private readonly ILookup<(string, string), (TestedRun Run, LossCurve Curve)> _curves;
    private readonly Dictionary<(string, string, string), Dictionary<TestedRun, SortedDictionary<int, double>>> _measured = [];
    private readonly Func<string, StartName> _nameOf;

    /// <summary>Takes the tables.</summary>
    /// <param name="curves">Test runs; where an optimizee, optimizer and run occur twice, the longer one counts.</param>
    /// <param name="measurements">Rows of the tables of dynamics; those of single tensors and symmetries play no part.</param>
    /// <param name="generalization">The meta-test far away from the networks of meta-training; null if there was none.</param>
    /// <param name="nameOf">From an optimizer's stored name to condition and start; null if no optimizer is one of several.</param>
    public StudyTables(IEnumerable<LossCurve> curves, IEnumerable<RunMeasurement> measurements, Comparison? generalization = null,
        Func<string, StartName>? nameOf = null)
    {
        ArgumentNullException.ThrowIfNull(curves);
        ArgumentNullException.ThrowIfNull(measurements);
        _nameOf = nameOf ?? (static name => new StartName(name, null));
        _curves = curves.GroupBy(static curve => (curve.Optimizee, curve.Optimizer, curve.Run))
            .Select(static runs => runs.MaxBy(static run => run.Points.Count)!)
            .Select(curve => (Name: _nameOf(curve.Optimizer), Curve: curve))
            .ToLookup(static one => (one.Curve.Optimizee, one.Name.Condition),
                static one => (new TestedRun(one.Name.Start, one.Curve.Run), one.Curve));
        foreach (RunMeasurement row in measurements)
            Take(row);
        Generalization = generalization;
    }

    /// <summary>The meta-test far away from the networks of meta-training; null if there was none.</summary>
    public Comparison? Generalization { get; }

    /// <summary>Tables of tests whose learned optimizers are others than their networks' own, by the test's name.</summary>
    public IReadOnlyDictionary<string, StudyTables> Apart { get; init; } = new Dictionary<string, StudyTables>();

    /// <summary>A measured quantity of everything together at one iteration; its first number where there are several.</summary>
    internal RunValues Measured(string optimizee, string optimizer, string measure, int iteration)
    {
        Dictionary<TestedRun, double> values = Series(optimizee, optimizer, measure)
            .Where(run => run.Value.ContainsKey(iteration)).ToDictionary(static run => run.Key, run => run.Value[iteration]);
        return values.Count > 0 ? new RunValues(values)
            : throw new MissingResultException($"there is no {measure} of {optimizer} on {optimizee} at iteration {iteration}");
    }

    /// <summary>A measured quantity of everything together, for each run by its iterations.</summary>
    internal IReadOnlyDictionary<TestedRun, SortedDictionary<int, double>> Series(string optimizee, string optimizer, string measure) =>
        _measured.TryGetValue((optimizee, optimizer, measure), out Dictionary<TestedRun, SortedDictionary<int, double>>? runs) ? runs
            : throw new MissingResultException($"there is no {measure} of {optimizer} on {optimizee}");

    /// <summary>Whether an optimizer ran on an optimizee.</summary>
    internal bool Has(string optimizee, string optimizer) => _curves.Contains((optimizee, optimizer));

    /// <summary>The runs of an optimizer on an optimizee.</summary>
    internal IEnumerable<(TestedRun Run, LossCurve Curve)> Curves(string optimizee, string optimizer) =>
        _curves.Contains((optimizee, optimizer)) ? _curves[(optimizee, optimizer)]
            : throw new MissingResultException($"there is no run of {optimizer} on {optimizee}");

    /// <summary>Training loss up to an iteration, mean of the last five batches; infinite where the run had diverged.</summary>
    internal RunValues Loss(string optimizee, string optimizer, int iteration) =>
        OfCurves(optimizee, optimizer, iteration, losses => MovingAverage.Trailing(losses, iteration - 1, Window));

    /// <summary>Training loss, mean over the first iterations; infinite where the run diverged in them.</summary>
    internal RunValues MeanLoss(string optimizee, string optimizer, int iterations) =>
        OfCurves(optimizee, optimizer, iterations, losses => losses.Take(iterations).Average());

    private RunValues OfCurves(string optimizee, string optimizer, int iteration, Func<double[], double> value) =>
        new(Curves(optimizee, optimizer).ToDictionary(
        static one => one.Run,
        one => one.Curve.Points.Count >= iteration ? value([.. one.Curve.Points.Select(static point => point.TrainLoss)])
            : one.Curve.Diverged ? double.PositiveInfinity
            : throw new MissingResultException(
                $"the runs of {optimizer} on {optimizee} have {one.Curve.Points.Count} iterations, not {iteration}")));

    // The first row of a vector of numbers is its first number: the largest eigenvalue.
    private void Take(RunMeasurement row)
    {
        if (row.Measurement.Target != Measurement.All)
            return;
        StartName name = _nameOf(row.Optimizer);
        (string, string, string) key = (row.Optimizee, name.Condition, row.Measurement.Measure);
        if (!_measured.TryGetValue(key, out Dictionary<TestedRun, SortedDictionary<int, double>>? runs))
            _measured.Add(key, runs = []);
        var run = new TestedRun(name.Start, row.Run);
        if (!runs.TryGetValue(run, out SortedDictionary<int, double>? series))
            runs.Add(run, series = []);
        series.TryAdd(row.Measurement.Iteration, row.Measurement.Value);
    }
}
