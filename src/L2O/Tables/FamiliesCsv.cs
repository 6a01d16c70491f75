using L2O.Files;
using L2O.MetaTraining;

namespace L2O.Tables;

/// <summary>Stores the course of a particle training in each family of tasks as <c>families.csv</c>.</summary>
internal static class FamiliesCsv
{
    /// <summary>Name of the table.</summary>
    public const string FileName = "families.csv";

    /// <summary>Stores the table, written beside its target and renamed over it.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="rows">In order; may be empty.</param>
    public static void Write(string folder, IReadOnlyList<FamilyMetrics> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var table = new CsvWriter(TableCatalog.Families.Header);
        foreach (FamilyMetrics row in rows)
            table.Add(row.Epoch).Add(row.Family).Add(row.MetaLoss).Add(row.GradientNorm);
        table.Save(Path.Combine(folder, FileName));
    }
}
