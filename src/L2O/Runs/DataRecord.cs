using System.Security.Cryptography;
using System.Text;
using L2O.Data;
using L2O.Data.Sources;
using L2O.Settings;

namespace L2O.Runs;

/// <summary>What a run's folder says of the data that it began with, in <c>data.json</c>.</summary>
/// <param name="Name">The dataset's name.</param>
/// <param name="Digest">See <see cref="DatasetFingerprint"/>.</param>
/// <param name="Classes">Number of classes; null where there are none, or the folder is older than this record.</param>
/// <param name="IsOwn">Whether it is data of one's own, given in C#, which the run's description does not know.</param>
internal sealed record DataRecord(string Name, string Digest, int? Classes = null, bool IsOwn = false)
{
    /// <summary>The file's name.</summary>
    public const string FileName = "data.json";

    private const int DigestDigits = 16;

    private bool IsSound => Digest is { Length: DigestDigits } && Digest.All(char.IsAsciiHexDigitLower);

    /// <summary>Number of classes of the data in a folder; null where nothing says it.</summary>
    /// <param name="folder">A run's folder.</param>
    public static int? ClassesOf(string folder) => TryLoad(folder, out _)?.Classes;

    /// <summary>The digest of the data in a folder; null where nothing says it.</summary>
    /// <param name="folder">A run's folder.</param>
    public static string? DigestOf(string folder) => TryLoad(folder, out _)?.Digest;

    /// <summary>Name of a folder's data if they are of one's own, given in C#; null for those that its description names.</summary>
    /// <param name="folder">A run's folder.</param>
    public static string? OwnNameOf(string folder) => TryLoad(folder, out _) is { IsOwn: true } record ? record.Name : null;

    /// <summary>Refuses other data than the run began with; at its beginning, notes them.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="data">What it is to go on with.</param>
    /// <param name="isOwn">Whether it is data of one's own, which the run's description does not know.</param>
    /// <param name="warning">What is wrong with the record, if it had to be made again; null if nothing is.</param>
    /// <returns>The digest of the data.</returns>
    /// <exception cref="InvalidDataException">They are others.</exception>
    public static string Require(string folder, IDataset data, bool isOwn, out string? warning) =>
        Require(folder, data, data.Name, DatasetFingerprint.Of(data), isOwn, out warning);

    /// <summary>The same of both splits.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="data">What it is to go on with.</param>
    /// <param name="warning">What is wrong with the record, if it had to be made again; null if nothing is.</param>
    /// <exception cref="InvalidDataException">They are others.</exception>
    public static void Require(string folder, DataSplits data, out string? warning) =>
        Require(folder, data.Train, data.Name, DatasetFingerprint.Of(data), isOwn: false, out warning);

    /// <summary>The same of the training splits of several data sets.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="sources">The data sets by name.</param>
    /// <param name="warning">What is wrong with the record, if it had to be made again; null if nothing is.</param>
    /// <returns>The digest of the data.</returns>
    /// <exception cref="InvalidDataException">They are others.</exception>
    public static string Require(string folder, IReadOnlyDictionary<string, IDataset> sources, out string? warning) =>
        Require(folder, new DataRecord(NameOf(sources), DigestOf(sources)), out warning);

    /// <summary>One digest of several data sets; of a single one its <see cref="DatasetFingerprint"/>.</summary>
    /// <param name="sources">The data sets by name.</param>
    public static string DigestOf(IReadOnlyDictionary<string, IDataset> sources)
    {
        string[] digests = [.. sources.Select(static source => $"{source.Key} {DatasetFingerprint.Of(source.Value)}")
            .Order(StringComparer.Ordinal)];
        return digests.Length == 1 ? digests[0].Split(' ')[^1]
            : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', digests))))[..DigestDigits];
    }

    /// <summary>What several data sets are called together.</summary>
    public static string NameOf(IReadOnlyDictionary<string, IDataset> sources) => string.Join(", ", sources.Keys);

    private static string Require(string folder, IDataset data, string name, string digest, bool isOwn, out string? warning) =>
        Require(folder, new DataRecord(name, digest, data.Target == TargetKind.Classes ? data.ClassCount : null, isOwn), out warning);

    private static string Require(string folder, DataRecord now, out string? warning)
    {
        DataRecord? begun = TryLoad(folder, out string? damage);
        warning = damage is null ? null : $"{damage}; it is made again of '{now.Name}', whose digest is {now.Digest}: the run is "
            + "taken to have begun with that";
        if (begun is null)
            SettingsJson.Save(Path.Combine(folder, FileName), now);
        return begun is null || begun.Digest == now.Digest ? now.Digest : throw new InvalidDataException(
            $"{folder} began with other data: the digest of '{now.Name}' is {now.Digest}; expected {begun.Digest}, of '{begun.Name}'");
    }

    /// <summary>A folder's record; null if there is none, or a damaged one.</summary>
    private static DataRecord? TryLoad(string folder, out string? damage)
    {
        damage = null;
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
            return null;
        try
        {
            if (SettingsJson.Load<DataRecord>(path) is { IsSound: true } record)
                return record;
            damage = $"{path}: the digest is not one of {DigestDigits} hexadecimal digits";
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            damage = failure.Message.TrimEnd('.');
        }
        return null;
    }
}
