using L2O.Files;
using L2O.MetaTraining;

namespace L2O.Tables;

/// <summary>
/// Stores the course of a meta-training as <c>meta_training.csv</c>, a row for each epoch. What is read back equals what was
/// stored, bit for bit.
/// </summary>
internal static class MetaTrainingCsv
{
    /// <summary>Name of the table.</summary>
    public const string FileName = "meta_training.csv";

    /// <summary>Stores the table, written beside its target and renamed over it.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="epochs">In order; may be empty.</param>
    public static void Write(string folder, IReadOnlyList<EpochMetrics> epochs)
    {
        ArgumentNullException.ThrowIfNull(epochs);
        var table = new CsvWriter(TableCatalog.MetaTraining.Header);
        foreach (EpochMetrics epoch in epochs)
            table.Add(epoch.Epoch).Add(epoch.MetaLoss).Add(epoch.TestLoss).Add(epoch.Best)
                .Add(epoch.SkippedMetaSteps).Add(epoch.DivergedRuns);
        table.Save(Path.Combine(folder, FileName));
    }

    /// <summary>Reads the table back.</summary>
    /// <param name="folder">The folder that holds it.</param>
    /// <exception cref="FileNotFoundException">There is no such table.</exception>
    /// <exception cref="InvalidDataException">It is damaged; the message names file and line.</exception>
    public static IReadOnlyList<EpochMetrics> Read(string folder)
    {
        var epochs = new List<EpochMetrics>();
        foreach (CsvRow row in CsvTable.Read(Path.Combine(folder, FileName), TableCatalog.MetaTraining.Header))
        {
            int epoch = row.Integer(0, 1);
            if (epochs.Count > 0 && epoch <= epochs[^1].Epoch)
                throw row.Error(0, $"more than {epochs[^1].Epoch}, the epoch before");
            epochs.Add(new EpochMetrics(epoch, row.Number(1), row.Number(2), row.Flag(3), row.Integer(4, 0), row.Integer(5, 0)));
        }
        return epochs;
    }
}
