namespace L2O.Runs;

/// <summary>Stores how far updates left the directions of a symmetry as <c>deviations.csv</c>: a row for each run, kind of symmetry and iteration.</summary>
public static class DeviationsCsv
{
    /// <summary>Name of the table.</summary>
    public const string FileName = "deviations.csv";

    /// <summary>Stores the table, written beside its target and renamed over it.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="runs">In the order to store.</param>
    public static void Write(string folder, IEnumerable<RunDeviations> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        var table = new CsvWriter(TableCatalog.Deviations.Header);
        foreach (RunDeviations run in runs)
            for (int i = 0; i < run.Values.Count; i++)
                table.Add(run.Optimizee).Add(run.Optimizer).Add(run.Run).Add(run.Symmetry).Add(i + 1).Add(run.Values[i]);
        table.Save(Path.Combine(folder, FileName));
    }
}
