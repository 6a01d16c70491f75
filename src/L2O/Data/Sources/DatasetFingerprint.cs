using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace L2O.Data.Sources;

/// <summary>A digest of what a network would see of a dataset: all inputs and labels of both splits, as the options present them.</summary>
public static class DatasetFingerprint
{
    private const int Part = 1024;

    /// <summary>The first 16 hexadecimal digits of SHA-256 over both splits' shapes, inputs (single precision) and labels.</summary>
    /// <param name="data">Both splits.</param>
    public static string Of(DataSplits data)
    {
        ArgumentNullException.ThrowIfNull(data);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (IDataset split in new[] { data.Train, data.Test })
            Append(hash, split);
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    private static void Append(IncrementalHash hash, IDataset split)
    {
        hash.AppendData(System.Text.Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"{split.Count} {string.Join('x', split.InputShape)} {split.ClassCount};")));
        int size = split.InputShape.Aggregate(1, static (product, side) => product * side);
        float[] inputs = new float[Part * size];
        byte[] labels = new byte[Part];
        int[] indices = new int[Part];
        for (int start = 0; start < split.Count; start += Part)
        {
            int count = Math.Min(Part, split.Count - start);
            for (int i = 0; i < count; i++)
                indices[i] = start + i;
            split.Read(indices.AsSpan(0, count), inputs.AsSpan(0, count * size), labels.AsSpan(0, count));
            hash.AppendData(MemoryMarshal.AsBytes(inputs.AsSpan(0, count * size)));
            hash.AppendData(labels.AsSpan(0, count));
        }
    }
}
