using L2O.MetaTesting;
using L2O.Studies.Paper.Claims;
using L2O.Studies.Steps;
using L2O.Tables;

namespace L2O.Studies.Paper;

/// <summary>What the tests of a reproduction stored.</summary>
internal static class PaperResults
{
    /// <summary>The tables that claims are judged by.</summary>
    public static StudyTables Tables(StepContext context, IReadOnlyList<PaperTest> tests)
    {
        Comparison? far = tests.Any(static test => test.Name == PaperTest.Generalization)
            ? MetricsCsv.Read(context.FolderOf(PaperTest.Generalization)) : null;
        PaperTest[] own = [.. tests.Where(static test => test.Name != PaperTest.Generalization)];
        return new StudyTables(own.SelectMany(test => MetricsCsv.Read(context.FolderOf(test.Name)).Curves),
            own.SelectMany(test => Measurements(context, test)), far);
    }

    /// <summary>The rows of a test's table of dynamics; none if it measured nothing.</summary>
    private static IEnumerable<RunMeasurement> Measurements(StepContext context, PaperTest test) =>
        test.Measures is null ? [] : MeasurementCsv.Read(context.FolderOf(test.Name));
}
