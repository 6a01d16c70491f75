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
internal sealed record DataRecord(string Name, string Digest, int? Classes = null)
{
    /// <summary>The file's name.</summary>
    public const string FileName = "data.json";

    /// <summary>Number of classes of the data in a folder; null where nothing says it.</summary>
    /// <param name="folder">A run's folder.</param>
    public static int? ClassesOf(string folder)
    {
        string path = Path.Combine(folder, FileName);
        try
        {
            return File.Exists(path) ? SettingsJson.Load<DataRecord>(path).Classes : null;
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Refuses other data than the run began with; at its beginning, notes them.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="data">What it is to go on with.</param>
    /// <exception cref="InvalidDataException">They are others.</exception>
    public static void Require(string folder, IDataset data) => Require(folder, data, data.Name, DatasetFingerprint.Of(data));

    /// <summary>The same of both splits.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="data">What it is to go on with.</param>
    /// <exception cref="InvalidDataException">They are others.</exception>
    public static void Require(string folder, DataSplits data) => Require(folder, data.Train, data.Name, DatasetFingerprint.Of(data));

    /// <summary>The same of the training splits of several data sets.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="sources">The data sets by name.</param>
    /// <exception cref="InvalidDataException">They are others.</exception>
    public static void Require(string folder, IReadOnlyDictionary<string, IDataset> sources) =>
        Require(folder, string.Join(", ", sources.Keys), DigestOf(sources), classes: null);

    /// <summary>One digest of several data sets; of a single one its <see cref="DatasetFingerprint"/>.</summary>
    /// <param name="sources">The data sets by name.</param>
    public static string DigestOf(IReadOnlyDictionary<string, IDataset> sources)
    {
        string[] digests = [.. sources.Select(static source => $"{source.Key} {DatasetFingerprint.Of(source.Value)}")
            .Order(StringComparer.Ordinal)];
        return digests.Length == 1 ? digests[0].Split(' ')[^1]
            : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', digests))))[..16];
    }

    private static void Require(string folder, IDataset data, string name, string digest) =>
        Require(folder, name, digest, data.Target == TargetKind.Classes ? data.ClassCount : null);

    private static void Require(string folder, string name, string digest, int? classes)
    {
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            SettingsJson.Save(path, new DataRecord(name, digest, classes));
            return;
        }
        var begun = SettingsJson.Load<DataRecord>(path);
        if (begun.Digest != digest)
            throw new InvalidDataException(
                $"{folder} began with other data: the digest of '{name}' is {digest}; expected {begun.Digest}, of '{begun.Name}'");
    }
}
