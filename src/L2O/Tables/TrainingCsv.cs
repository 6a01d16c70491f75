using L2O.Files;

namespace L2O.Tables;

/// <summary>
/// Stores the training curve of one network as <c>training.csv</c>, a row for each validation. What is read back equals what was stored,
/// bit for bit.
/// </summary>
internal static class TrainingCsv
{
    /// <summary>Name of the table.</summary>
    public const string FileName = "training.csv";

    /// <summary>Stores the table, written beside its target and renamed over it.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="curve">In order.</param>
    public static void Write(string folder, IReadOnlyList<TrainingPoint> curve)
    {
        var table = new CsvWriter(TableCatalog.Training.Header);
        foreach (TrainingPoint point in curve)
            table.Add(point.Iteration).Add(point.TrainLoss).Add(point.TrainAccuracy).Add(point.ValidationLoss)
                .Add(point.ValidationAccuracy).Add(point.ValidationR2).Add(point.Best);
        table.Save(Path.Combine(folder, FileName));
    }

    /// <summary>Reads the table back.</summary>
    /// <param name="folder">The folder that holds it.</param>
    /// <exception cref="FileNotFoundException">There is no such table.</exception>
    /// <exception cref="InvalidDataException">It is damaged; the message names file and line.</exception>
    public static IReadOnlyList<TrainingPoint> Read(string folder) =>
    [
        .. CsvTable.Read(Path.Combine(folder, FileName), TableCatalog.Training.Header).Select(static row => new TrainingPoint(
            row.Integer(0, 0), row.Number(1), row.Number(2), row.Number(3), row.Number(4), row.Number(5), row.Flag(6))),
    ];
}
