namespace L2O.Files.Weights;

/// <summary>Tensors as the pickle of a PyTorch archive describes them: views of storages that lie beside it.</summary>
/// <param name="tensors">Where they go.</param>
/// <param name="storage">The bytes of a storage by its key.</param>
internal sealed class TorchTensors(TensorCollector tensors, Func<string, byte[]> storage)
{
    private readonly Dictionary<string, byte[]> _storages = new(StringComparer.Ordinal);

    /// <summary>Adds a value if it is a tensor or a parameter.</summary>
    /// <param name="value">Any value.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="InvalidDataException">It is one, and damaged.</exception>
    public bool TryAdd(PickleValue value, string name)
    {
        if (value.Calls("torch._utils._rebuild_parameter") && value.Arguments.Count > 0)
            return !value.Arguments[0].Calls("torch._utils._rebuild_parameter") && TryAdd(value.Arguments[0], name);
        if (!value.Calls("torch._utils._rebuild_tensor_v2"))
            return false;
        if (value.Arguments is not [{ Kind: PickleKind.Stored } stored, { Kind: PickleKind.Integer, Number: var offset },
            { Kind: PickleKind.Sequence, Items: var sizes }, { Kind: PickleKind.Sequence, Items: var steps }, ..]
            || stored.Items is not [_, { Kind: PickleKind.Name } type, { Kind: PickleKind.Text, Text: var key }, ..])
            throw tensors.Damaged(name, "is described in an unknown way; expected a view of a storage");
        long[] shape = Numbers(name, sizes), strides = Numbers(name, steps);
        string typeName = TypeOf(name, type.Text);
        int length = tensors.Announce(name, typeName, shape);
        if (shape.Length != strides.Length)
            throw tensors.Damaged(name, $"has {shape.Length} sizes and {strides.Length} strides; expected as many");
        if (!_storages.TryGetValue(key, out byte[]? bytes))
            _storages.Add(key, bytes = storage(key));
        byte[] content = new byte[length];
        if (length > 0)
            Gather(name, bytes, offset, shape, strides, length / Count(shape), content);
        tensors.Add(name, typeName, shape, content);
        return true;
    }

    // Elements in row-major order, wherever they lie in the storage.
    private void Gather(string name, byte[] from, long offset, long[] shape, long[] strides, int width, byte[] content)
    {
        Int128 last = offset;
        for (int d = 0; d < shape.Length; d++)
            last += (Int128)(shape[d] - 1) * strides[d];
        if (offset < 0 || strides.Any(static stride => stride < 0) || (last + 1) * width > from.Length)
            throw tensors.Damaged(name, $"reaches beyond its storage of {from.Length} bytes; expected a view of it");
        long[] index = new long[shape.Length];
        long at = offset;
        for (int to = 0; to < content.Length; to += width)
        {
            from.AsSpan((int)at * width, width).CopyTo(content.AsSpan(to));
            for (int d = shape.Length - 1; d >= 0; d--)
            {
                at += strides[d];
                if (++index[d] < shape[d])
                    break;
                at -= shape[d] * strides[d];
                index[d] = 0;
            }
        }
    }

    private static int Count(long[] shape) => (int)shape.Aggregate(1L, static (product, size) => product * size);

    private long[] Numbers(string name, List<PickleValue> values) => values.All(static value => value.Kind == PickleKind.Integer)
        ? [.. values.Select(static value => value.Number)]
        : throw tensors.Damaged(name, "has sizes that are no integers; expected a tuple of integers");

    private string TypeOf(string name, string storageType) => storageType switch
    {
        "torch.FloatStorage" => "float32",
        "torch.DoubleStorage" => "float64",
        "torch.HalfStorage" => "float16",
        "torch.BFloat16Storage" => "bfloat16",
        "torch.LongStorage" => "int64",
        "torch.IntStorage" => "int32",
        "torch.ByteStorage" => "uint8",
        _ => throw tensors.Damaged(name, $"has a storage '{storageType}'; expected torch.FloatStorage, torch.DoubleStorage or the like"),
    };
}
