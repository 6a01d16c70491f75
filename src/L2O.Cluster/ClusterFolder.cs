using System.Globalization;
using L2O.Settings;

namespace L2O.Cluster;

/// <summary>
/// The files of a meta-training's folder that its workers share: <c>cluster.json</c> says how many they are and what they agree on,
/// <c>cluster-secret</c> lets them know each other, <c>cluster-address.json</c> says where worker 0 is. Worker K works in
/// <c>workers/K</c>.
/// </summary>
/// <param name="path">The meta-training's folder.</param>
internal sealed class ClusterFolder(string path)
{
    /// <summary>Name of the file that says what the workers agree on.</summary>
    public const string RecordFile = "cluster.json";

    /// <summary>Name of the file that says where worker 0 is.</summary>
    public const string AddressFile = "cluster-address.json";

    /// <summary>Name of the log of who was refused.</summary>
    public const string LogFile = "cluster.jsonl";

    /// <summary>Name of the folder with the other workers' folders.</summary>
    public const string WorkersFolder = "workers";

    /// <summary>Name of the folder with what was submitted, and what its jobs print.</summary>
    public const string SubmissionFolder = "slurm";

    private string RecordPath => Path.Combine(path, RecordFile);

    private string AddressPath => Path.Combine(path, AddressFile);

    /// <summary>The meta-training's folder.</summary>
    public string FullPath { get; } = Path.GetFullPath(path);

    /// <summary>Whether workers share the folder's meta-training.</summary>
    public static bool IsShared(string folder) => File.Exists(Path.Combine(folder, RecordFile));

    /// <summary>
    /// Whether something may be in a folder in which no worker has said yet what it is: what a killed worker 0, who submits, and faster
    /// workers leave.
    /// </summary>
    public static bool MayBeThereFirst(string name) => name is WorkersFolder or SubmissionFolder or RunSecret.FileName
        or Runs.MetaTrainingFolder.ConfigFile || name.StartsWith('.');

    /// <summary>Where a worker works.</summary>
    public string FolderOf(WorkerPlace place) => place.IsHub ? FullPath
        : Path.Combine(FullPath, WorkersFolder, place.Worker.ToString(CultureInfo.InvariantCulture));

    /// <summary>Says what the workers agree on.</summary>
    public void Store(ClusterRecord record) => SettingsJson.Save(RecordPath, record);

    /// <summary>What they agree on; null before worker 0 has said it.</summary>
    public ClusterRecord? Record() => File.Exists(RecordPath) ? SettingsJson.Load<ClusterRecord>(RecordPath) : null;

    /// <summary>Refuses a worker that does not belong to the folder's.</summary>
    /// <exception cref="InvalidDataException">Another number of workers, configuration or version.</exception>
    public void Require(ClusterRecord mine)
    {
        if (Record() is not { } record)
            return;
        if (record.Workers != mine.Workers)
            throw new InvalidDataException(
                $"{FullPath} began with --worker K/{record.Workers}; expected that again, it is K/{mine.Workers}");
        if (record.Version != mine.Version)
            throw new InvalidDataException(
                $"{FullPath} began with version {record.Version}, which this program is not; expected the same program for all workers");
        if (record.Configuration != mine.Configuration)
            throw new InvalidDataException(
                $"{FullPath} began with another configuration, or other data; expected those of its {Runs.MetaTrainingFolder.ConfigFile}");
    }

    /// <summary>Says where worker 0 is.</summary>
    public void Store(HubAddress address) => SettingsJson.Save(AddressPath, address);

    /// <summary>Where worker 0 is; null where that is not known.</summary>
    public HubAddress? Address()
    {
        try
        {
            return File.Exists(AddressPath) ? SettingsJson.Load<HubAddress>(AddressPath) : null;
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Takes the address away: worker 0 has ended.</summary>
    public void DropAddress() => File.Delete(AddressPath);
}
