namespace L2O.Studies.Paper.Claims;

/// <summary>A quantity that is measured at snapshots, averaged over them in each run.</summary>
internal static class SnapshotMean
{
    /// <summary>The arithmetic mean.</summary>
    public static RunValues Arithmetic(StudyTables tables, string optimizee, string optimizer, string measure, int from = 1) =>
        Of(tables, optimizee, optimizer, measure, from, static values => values.Average());

    /// <summary>The geometric mean, for quantities that change by orders of magnitude.</summary>
    public static RunValues Geometric(StudyTables tables, string optimizee, string optimizer, string measure, int from = 1) =>
        Of(tables, optimizee, optimizer, measure, from, static values => Math.Exp(values.Average(static value => Math.Log(value))));

    private static RunValues Of(StudyTables tables, string optimizee, string optimizer, string measure,
        int from, Func<IEnumerable<double>, double> mean)
    {
        Dictionary<TestedRun, double> values = tables.Series(optimizee, optimizer, measure)
            .Where(run => run.Value.Keys.Any(iteration => iteration >= from))
            .ToDictionary(static run => run.Key,
                run => mean(run.Value.Where(point => point.Key >= from).Select(static point => point.Value)));
        return values.Count > 0 ? new RunValues(values)
            : throw new MissingResultException($"there is no {measure} of {optimizer} on {optimizee} from iteration {from} on");
    }
}
