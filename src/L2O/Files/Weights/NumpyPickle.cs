namespace L2O.Files.Weights;

/// <summary>
/// Arrays of NumPy, or of JAX, in dictionaries that <c>pickle</c> or <c>dill</c> wrote: the weights of L2O-DM and RNNProp, and checkpoints
/// of ELO and Celo2. Names are joined by slashes.
/// </summary>
internal static class NumpyPickle
{
    private const int FirstProtocol = 2;
    private const int LastProtocol = 5;

    /// <summary>Whether a file begins like a pickle of protocol 2 to 5.</summary>
    public static bool Begins(ReadOnlySpan<byte> start) =>
        start.Length > 1 && start[0] == (byte)PickleOpcode.Protocol && start[1] is >= FirstProtocol and <= LastProtocol;

    /// <summary>Reads all arrays.</summary>
    /// <param name="path">For messages.</param>
    /// <param name="bytes">The file.</param>
    /// <exception cref="InvalidDataException">It is damaged; the message says where.</exception>
    public static WeightFile Read(string path, byte[] bytes)
    {
        var cursor = new ByteCursor(path, bytes);
        PickleValue root = PickleWalk.Read(cursor, out int protocol);
        if (cursor.Left > 0)
            throw cursor.Damaged(cursor.Position, $"{cursor.Left} bytes follow the pickle; expected the end of the file");
        var tensors = new TensorCollector(path, bytes.Length, '/');
        new PickleTree(path, tensors, (value, name) => TryAdd(value, name, bytes, tensors)).Collect(root);
        string format = $"a pickle of NumPy arrays, protocol {protocol}{(IsOfDill(root) ? ", written by dill" : "")}";
        return new WeightFile(format, tensors.ToFile(format), tensors.LeftOut);
    }

    // dill names its own functions for classes, as pickle never does.
    private static bool IsOfDill(PickleValue root) => root.Kind == PickleKind.Call
        && root.Arguments.Any(static argument => argument.Kind == PickleKind.Call && argument.Calls("_load_type"));

    private static bool TryAdd(PickleValue value, string name, byte[] bytes, TensorCollector tensors)
    {
        if (value.Calls("numeric._frombuffer"))
            return TryAdd(value.Arguments, content: 0, type: 1, shape: 2, isByColumns: IsText(value.Arguments, 3, "F"),
                name, bytes, tensors);
        IReadOnlyList<PickleValue>? state = IsArray(value) ? value.State
            : value.Calls("._reconstruct_array") && value.Arguments.Count > 2 ? value.Arguments[2].Items : null;
        return state is { Count: 5 }
            && TryAdd(state, content: 4, type: 2, shape: 1, state[3].Kind == PickleKind.True, name, bytes, tensors);
    }

    private static bool TryAdd(IReadOnlyList<PickleValue> parts, int content, int type, int shape, bool isByColumns, string name,
        byte[] bytes, TensorCollector tensors)
    {
        if (parts.Count <= Math.Max(content, type) || parts[content].Kind != PickleKind.Bytes || TypeOf(parts[type]) is not { } typeName)
            return false;
        if (parts[shape].Kind != PickleKind.Sequence || parts[shape].Items.Any(static size => size.Kind != PickleKind.Integer))
            throw tensors.Damaged(name, "has a shape that is no tuple of integers; expected one");
        long[] sizes = [.. parts[shape].Items.Select(static size => size.Number)];
        if (isByColumns && sizes.Length > 1)
            throw tensors.Damaged(name, "is stored by columns (order F); expected rows (order C)");
        tensors.AddCopy(name, typeName, sizes, bytes.AsSpan((int)parts[content].Number, parts[content].Length));
        return true;
    }

    // Pickle names the function, dill how to find it.
    private static bool IsArray(PickleValue value) => value.Calls("._reconstruct")
        || (value is { Kind: PickleKind.Call, Callable: var maker } && maker!.Calls("_get_attr")
            && IsText(maker.Arguments, 1, "_reconstruct"));

    // numpy.dtype('f4', ...), and in its state the order of the bytes
    private static string? TypeOf(PickleValue type)
    {
        if (!type.Calls("numpy.dtype") || type.Arguments is not [{ Kind: PickleKind.Text, Text: var name }, ..])
            return null;
        return IsText(type.State, 1, ">") ? $">{name}" : name;
    }

    private static bool IsText(IReadOnlyList<PickleValue> values, int at, string text) => values.Count > at && values[at].Text == text;
}
