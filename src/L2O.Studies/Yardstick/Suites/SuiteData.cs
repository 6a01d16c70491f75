using System.Collections.Concurrent;
using L2O.Data;
using L2O.Data.Sources;
using L2O.Experiments;
using L2O.Settings;

namespace L2O.Studies.Yardstick.Suites;

/// <summary>The data of a suite's tasks, each read when it is first needed, and once. Safe from several threads.</summary>
/// <param name="folder">Where known datasets lie.</param>
/// <param name="readers">Readers besides the library's own.</param>
internal sealed class SuiteData(DataFolder folder, IReadOnlyList<IDatasetReader> readers)
{
    private readonly ConcurrentDictionary<string, Lazy<(DataSplits Splits, string Identity)>> _read = new(StringComparer.Ordinal);

    /// <summary>Why a task can't be run here, a line; null if its data are there.</summary>
    public string? Missing(SuiteTask task) => task.Data.Name == FriedmanTable.Name || PhiOrigin.IsThere(task.Data, folder) ? null
        : $"{task.Name}: {task.Data.Name} is not in {folder.Root}; {DatasetCatalog.Find(task.Data.Name).HowToGet}";

    /// <summary>Both splits; the training split is the share of it that the task trains on.</summary>
    public DataSplits Of(SuiteTask task) => Read(task).Splits;

    /// <summary>Describes the data completely, by their digest.</summary>
    public string IdentityOf(SuiteTask task) => Read(task).Identity;

    private (DataSplits Splits, string Identity) Read(SuiteTask task) => _read.GetOrAdd(
        $"{task.TrainShare} {SettingsJson.Format(task.Data)}", _ => new(() =>
        {
            DataSplits all = task.Data.Name == FriedmanTable.Name ? FriedmanTable.Load() : task.Data.Load(folder, 1, readers);
            DataSplits splits = task.TrainShare == 1 ? all : all with { Train = First(all.Train, task.TrainShare) };
            return (splits, $"{splits.Name} {DatasetFingerprint.Of(splits)}");
        })).Value;

    private static DataSubset First(IDataset all, double share) =>
        new(all.Name, all, [.. Enumerable.Range(0, Math.Max(1, (int)(share * all.Count)))]);
}
