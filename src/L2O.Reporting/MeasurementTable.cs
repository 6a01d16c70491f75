using L2O.Dynamics;
using L2O.Runs;

namespace L2O.Reporting;

/// <summary>Reads the tables of measured training dynamics that a folder may have.</summary>
internal static class MeasurementTable
{
    /// <summary>Name of the table that an analysis writes.</summary>
    internal const string FileName = "dynamics.csv";

    private const int RowsAtOnce = 4096;

    private static readonly TableSchema _schema = new(FileName, "a measured number",
    [
        new("optimizee", ColumnKind.Text, "", "network that is trained"),
        new("optimizer", ColumnKind.Text, "", "optimizer that trains it"),
        new("run", ColumnKind.Integer, "", "from 0"),
        new("iteration", ColumnKind.Integer, "iterations", "from 1"),
        new("target", ColumnKind.Text, "", "tensor, symmetry or channel, or all"),
        new("measure", ColumnKind.Text, "", "quantity"),
        new("position", ColumnKind.Number, "", "place in a vector"),
        new("value", ColumnKind.Number, "", "the number"),
        new("low", ColumnKind.Number, "", "lower end of its interval"),
        new("high", ColumnKind.Number, "", "upper end of its interval"),
    ]);

    /// <summary>All rows of <c>dynamics.csv</c> and, as measurements of the update, of <c>deviations.csv</c>; empty where there is neither.</summary>
    /// <param name="folder">The folder of a run.</param>
    /// <exception cref="InvalidDataException">A table is damaged; the message names the line.</exception>
    internal static IReadOnlyList<RunMeasurement> Read(string folder)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal); // few names, many rows
        var rows = new List<RunMeasurement>();
        foreach (IReadOnlyList<Array> piece in Pieces(Path.Combine(folder, FileName), _schema))
            for (int i = 0; i < piece[0].Length; i++)
                rows.Add(new RunMeasurement(Text(piece[0], i), Text(piece[1], i), Whole(piece[2], i), new Measurement(
                    Whole(piece[3], i), Text(piece[4], i), Text(piece[5], i), Number(piece[7], i), Number(piece[6], i), Number(piece[8], i), Number(piece[9], i))));
        foreach (IReadOnlyList<Array> piece in Pieces(Path.Combine(folder, DeviationsCsv.FileName), TableCatalog.Deviations))
            for (int i = 0; i < piece[0].Length; i++)
                rows.Add(new RunMeasurement(Text(piece[0], i), Text(piece[1], i), Whole(piece[2], i), new Measurement(
                    Whole(piece[4], i), Measurement.All, Shared($"update_{Text(piece[3], i)}_deviation"), Number(piece[5], i))));
        return rows;

        string Text(Array cells, int row) => Shared(((string[])cells)[row]);
        string Shared(string name) => names.TryGetValue(name, out string? known) ? known : names[name] = name;
    }

    private static IEnumerable<IReadOnlyList<Array>> Pieces(string path, TableSchema schema) => File.Exists(path) ? schema.Read(path, RowsAtOnce) : [];

    private static int Whole(Array cells, int row) => ((int?[])cells)[row] ?? 0;

    private static double Number(Array cells, int row) => ((double[])cells)[row];
}
