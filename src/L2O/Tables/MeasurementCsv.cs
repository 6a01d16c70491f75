using L2O.Dynamics;
using L2O.Files;

namespace L2O.Tables;

/// <summary>
/// The tidy table of training dynamics, <c>dynamics.csv</c>: a row for each measured number. Written and read as a stream, so that its
/// length does not matter; what is read back equals what was written, bit for bit.
/// </summary>
internal static class MeasurementCsv
{
    /// <summary>Name of the table.</summary>
    public const string FileName = "dynamics.csv";

    /// <summary>Stores the table, written beside its target and renamed over it.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="rows">In the order to store; gone through once.</param>
    /// <exception cref="ArgumentException">A name holds a control character.</exception>
    public static void Write(string folder, IEnumerable<RunMeasurement> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        AtomicFile.Write(Path.Combine(folder, FileName), stream =>
        {
            var table = new CsvStream(stream);
            AddHeader(table);
            foreach (RunMeasurement row in rows)
            {
                table.Add(row.Optimizee).Add(row.Optimizer).Add(row.Run);
                AddRow(table, row.Measurement);
            }
            table.Flush();
        });
    }

    /// <summary>Reads a table, a row at a time.</summary>
    /// <param name="folder">The folder that holds it.</param>
    /// <exception cref="FileNotFoundException">There is no such table.</exception>
    /// <exception cref="InvalidDataException">It is damaged; the message names the line. Thrown when the reading comes there.</exception>
    public static IEnumerable<RunMeasurement> Read(string folder)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal); // few names in many rows: each is kept once
        foreach (CsvRow row in CsvTable.Read(Path.Combine(folder, FileName), TableCatalog.Dynamics.Header))
            yield return new RunMeasurement(
                Shared(row.Text(0)), Shared(row.Text(1)), row.Integer(2, 0),
                new Measurement(row.Integer(3, 1), Shared(row.Text(4)), Shared(row.Text(5)), row.Number(7),
                    row.Number(6), row.Number(8), row.Number(9)));

        string Shared(string name) => names.TryGetValue(name, out string? known) ? known : names[name] = name;
    }

    /// <summary>Appends the header line.</summary>
    internal static void AddHeader(CsvStream table)
    {
        foreach (string name in TableCatalog.Dynamics.Header)
            table.Add(name);
        table.EndRow();
    }

    /// <summary>Appends a measurement's columns and ends the row.</summary>
    internal static void AddRow(CsvStream table, in Measurement measurement)
    {
        table.Add(measurement.Iteration).Add(measurement.Target).Add(measurement.Measure)
            .Add(measurement.Position).Add(measurement.Value).Add(measurement.Low).Add(measurement.High);
        table.EndRow();
    }
}
