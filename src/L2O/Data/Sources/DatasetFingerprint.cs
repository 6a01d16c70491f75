using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace L2O.Data.Sources;

/// <summary>
/// A digest of what a network would see of a dataset: all inputs and targets of both splits, as the options present them.
/// </summary>
internal static class DatasetFingerprint
{
    private const int Part = 1024;

    /// <summary>
    /// The first 16 hexadecimal digits of SHA-256 over both splits' shapes, inputs (single precision) and targets: labels, or values
    /// (single precision).
    /// </summary>
    /// <param name="data">Both splits.</param>
    public static string Of(DataSplits data)
    {
        ArgumentNullException.ThrowIfNull(data);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (IDataset split in new[] { data.Train, data.Test })
            Append(hash, split);
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    /// <summary>The same of one split.</summary>
    /// <param name="split">The split.</param>
    public static string Of(IDataset split)
    {
        ArgumentNullException.ThrowIfNull(split);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, split);
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    private static void Append(IncrementalHash hash, IDataset split)
    {
        hash.AppendData(System.Text.Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"{split.Count} {string.Join('x', split.InputShape)} {split.ClassCount};{TargetsOf(split)}")));
        var buffer = new BatchBuffer<float>(split, Part);
        int[] indices = new int[Part];
        for (int start = 0; start < split.Count; start += Part)
        {
            int count = Math.Min(Part, split.Count - start);
            for (int i = 0; i < count; i++)
                indices[i] = start + i;
            Batch<float> batch = buffer.Read(indices.AsSpan(0, count));
            hash.AppendData(MemoryMarshal.AsBytes(batch.Inputs));
            if (split.Target == TargetKind.Classes)
                hash.AppendData(batch.Labels);
            else if (split.Target == TargetKind.Values)
                hash.AppendData(MemoryMarshal.AsBytes(batch.Targets));
        }
    }

    /// <summary>What the targets are; nothing for classes, whose digests are older than other targets.</summary>
    private static string TargetsOf(IDataset split) => split.Target switch
    {
        TargetKind.Classes => "",
        TargetKind.Input => "input;",
        _ => string.Create(CultureInfo.InvariantCulture, $"{split.TargetSize} values;"),
    };
}
