using System.IO.Compression;

namespace L2O.Testing.Files;

/// <summary>Builds small zip archives as <c>torch.save</c> writes them.</summary>
internal static class TorchBytes
{
    /// <summary>A dictionary of float tensors, each with a storage of its own.</summary>
    public static byte[] Of(params WeightTensor[] tensors) => Of(
        PickleBytes.File(PickleBytes.Map([.. tensors.Select(static (tensor, key) =>
            (tensor.Name, View($"{key}", tensor.Values.Length, 0, tensor.Shape, Strides(tensor.Shape))))])),
        [.. tensors.Select(static tensor => tensor.Content)]);

    /// <summary>An archive of that pickle and those storages.</summary>
    public static byte[] Of(byte[] pickle, byte[][] storages, CompressionLevel level = CompressionLevel.NoCompression,
        string order = "little")
    {
        var packed = new MemoryStream();
        using (var archive = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            void Write(string name, byte[] content)
            {
                using Stream entry = archive.CreateEntry($"weights/{name}", level).Open();
                entry.Write(content);
            }

            Write("data.pkl", pickle);
            Write("byteorder", System.Text.Encoding.ASCII.GetBytes(order));
            for (int key = 0; key < storages.Length; key++)
                Write($"data/{key}", storages[key]);
        }
        return packed.ToArray();
    }

    /// <summary>A tensor as a view of a storage.</summary>
    public static byte[] View(string key, int stored, int offset, int[] shape, int[] strides, string type = "FloatStorage") =>
    [
        .. PickleBytes.Name("torch._utils", "_rebuild_tensor_v2"),
        .. PickleBytes.Tuple(
            [.. PickleBytes.Tuple(PickleBytes.Text("storage"), PickleBytes.Name("torch", type), PickleBytes.Text(key),
                PickleBytes.Text("cpu"), PickleBytes.Number(stored)), (byte)'Q'],
            PickleBytes.Number(offset), PickleBytes.Tuple([.. shape.Select(PickleBytes.Number)]),
            PickleBytes.Tuple([.. strides.Select(PickleBytes.Number)]), PickleBytes.Bool(false),
            [.. PickleBytes.Name("collections", "OrderedDict"), (byte)')', (byte)'R']),
        (byte)'R',
    ];

    private static int[] Strides(int[] shape) =>
        [.. shape.Select((_, d) => shape[(d + 1)..].Aggregate(1, static (product, size) => product * size))];
}
