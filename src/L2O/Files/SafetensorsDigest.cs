using System.Security.Cryptography;
using System.Text;

namespace L2O.Files;

/// <summary>A checksum inside a safetensors file: SHA-256 over names, types, shapes, contents and the other metadata.</summary>
internal static class SafetensorsDigest
{
    private const string Key = "l2o.sha256";

    /// <summary>The metadata with the checksum behind it.</summary>
    public static Dictionary<string,
        string> Seal(IReadOnlyList<SafetensorsTensor> tensors, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        var sealedMetadata = new Dictionary<string, string>(metadata);
        sealedMetadata[Key] = Compute(tensors, sealedMetadata);
        return sealedMetadata;
    }

    /// <summary>Whether a file has a checksum; those of other programs and of version 0.1 have none.</summary>
    public static bool IsIn(SafetensorsFile file) => file.Metadata.ContainsKey(Key);

    /// <summary>Refuses a file that does not agree with its checksum.</summary>
    /// <param name="file">The file.</param>
    /// <param name="expected">What it should be, for the message.</param>
    /// <exception cref="InvalidDataException">It has none, or another one.</exception>
    public static void Check(SafetensorsFile file, string expected = "a checkpoint of a meta-training")
    {
        if (!file.Metadata.TryGetValue(Key, out string? stored))
            throw new InvalidDataException($"{file.Path}: no checksum '{Key}' in its metadata; expected {expected}");
        if (Compute(file.Tensors, file.Metadata) != stored)
            throw new InvalidDataException(
                $"{file.Path}: the content does not agree with its checksum; expected a file that is whole and unchanged");
    }

    private static string Compute(IReadOnlyList<SafetensorsTensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((string key, string value) in metadata.Where(static pair => pair.Key != Key)
            .OrderBy(static pair => pair.Key, StringComparer.Ordinal))
            hash.AppendData(Encoding.UTF8.GetBytes($"{key}\0{value}\0"));
        foreach (SafetensorsTensor tensor in tensors)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{tensor.Name}\0{tensor.Type}\0{string.Join(',', tensor.Shape)}\0"));
            hash.AppendData(tensor.Content);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
