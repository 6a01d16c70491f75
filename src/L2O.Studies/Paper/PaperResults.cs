using L2O.MetaTesting;
using L2O.Runs;
using L2O.Studies.Paper.Claims;
using L2O.Studies.Steps;
using L2O.Tables;

namespace L2O.Studies.Paper;

/// <summary>What the tests of a reproduction stored.</summary>
/// <param name="scale">Says which optimizers are of one condition.</param>
internal sealed class PaperResults(PaperScale scale)
{
    private readonly Dictionary<string, StartName> _names = scale.Trainings.DistinctBy(static training => training.Optimizer)
        .ToDictionary(static training => training.Optimizer, static training => training.StartName, StringComparer.Ordinal);

    /// <summary>The tables that claims are judged by.</summary>
    public StudyTables Tables(StepContext context, IReadOnlyList<PaperTest> tests)
    {
        Comparison? far = tests.Any(static test => test.Name == PaperTest.Generalization)
            ? MetricsCsv.Read(context.FolderOf(PaperTest.Generalization)) : null;
        return Of(context, tests.Where(static test => !test.IsApart), far is null ? null : Merge(far, tests),
            tests.Where(static test => test.IsApart)
                .ToDictionary(static test => test.Name, test => Of(context, [test]), StringComparer.Ordinal));
    }

    /// <summary>
    /// A test's results to be shown: the runs of all learned optimizers of a condition are those of one optimizer, numbered on.
    /// </summary>
    public StoredResults Load(StepContext context, PaperTest test)
    {
        StoredResults stored = StoredResults.Load(context.FolderOf(test.Name));
        return stored with
        {
            Name = test.Name,
            Comparison = stored.Comparison is null ? null : Merge(stored.Comparison, [test]),
            Dynamics = stored.Dynamics.Count == 0 ? stored.Dynamics
                : new DynamicsTable(MeasurementCsv.Read(context.FolderOf(test.Name)).Select(row =>
                    NameOf(row.Optimizer) is { Start: { } start } name
                        ? row with { Optimizer = name.Condition, Run = row.Run + start * test.Plan.Runs } : row)),
        };
    }

    private StudyTables Of(StepContext context, IEnumerable<PaperTest> tests, Comparison? generalization = null,
        IReadOnlyDictionary<string, StudyTables>? apart = null) => new(
        tests.SelectMany(test => MetricsCsv.Read(context.FolderOf(test.Name)).Curves),
        tests.SelectMany(test => test.Measures is null ? [] : MeasurementCsv.Read(context.FolderOf(test.Name))), generalization, NameOf)
        {
            Apart = apart ?? new Dictionary<string, StudyTables>(),
        };

    private Comparison Merge(Comparison comparison, IEnumerable<PaperTest> tests)
    {
        int runs = tests.Max(static test => test.Plan.Runs);
        return comparison with
        {
            Curves = [.. comparison.Curves.Select(curve => NameOf(curve.Optimizer) is { Start: { } start } name
                ? curve with { Optimizer = name.Condition, Run = curve.Run + start * runs } : curve)
                .OrderBy(curve => Order(comparison, curve))],
        };
    }

    /// <summary>Networks and optimizers in the order in which they first occur, then runs.</summary>
    private (int, int, int) Order(Comparison comparison, LossCurve curve)
    {
        int network = comparison.Curves.TakeWhile(other => other.Optimizee != curve.Optimizee).Count();
        int optimizer = comparison.Curves.TakeWhile(other => other.Optimizee != curve.Optimizee
            || NameOf(other.Optimizer).Condition != curve.Optimizer).Count();
        return (network, optimizer, curve.Run);
    }

    private StartName NameOf(string optimizer) => _names.TryGetValue(optimizer, out StartName name) ? name : new StartName(optimizer, null);
}
