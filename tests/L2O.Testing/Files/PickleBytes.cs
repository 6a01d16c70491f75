using System.Text;

namespace L2O.Testing.Files;

/// <summary>Builds small pickles, opcode by opcode.</summary>
internal static class PickleBytes
{
    private static ReadOnlySpan<byte> Proto => [0x80, 3];

    /// <summary>A dictionary of dictionaries of arrays, as <c>pickle.dump</c> writes it.</summary>
    public static byte[] Of(params WeightTensor[] tensors) => File(Tree(tensors, 0, NumpyArray));

    /// <summary>
    /// The same as dill writes it, which finds NumPy's function in a way of its own, in a dictionary that has a default.
    /// </summary>
    public static byte[] OfDill(params WeightTensor[] tensors) => File(
    [
        .. Name("collections", "defaultdict"), .. Name("dill._dill", "_load_type"), .. Text("dict"), 0x85, (byte)'R', 0x85, (byte)'R',
        .. Tree(tensors, 0, static tensor => NumpyArray(tensor, dill: true))[1..],
    ]);

    /// <summary>A whole pickle of one value.</summary>
    public static byte[] File(byte[] value) => [.. Proto, .. value, (byte)'.'];

    /// <summary>A dictionary.</summary>
    public static byte[] Map(params (string Key, byte[] Value)[] pairs) =>
        [(byte)'}', (byte)'(', .. pairs.SelectMany(static pair => (byte[])[.. Text(pair.Key), .. pair.Value]), (byte)'u'];

    /// <summary>A tuple.</summary>
    public static byte[] Tuple(params byte[][] values) => [(byte)'(', .. values.SelectMany(static value => value), (byte)'t'];

    public static byte[] Name(string module, string name) => [(byte)'c', .. Encoding.UTF8.GetBytes($"{module}\n{name}\n")];

    public static byte[] Text(string text) =>
        [(byte)'X', .. BitConverter.GetBytes(Encoding.UTF8.GetByteCount(text)), .. Encoding.UTF8.GetBytes(text)];

    public static byte[] Number(int value) => [(byte)'J', .. BitConverter.GetBytes(value)];

    public static byte[] Bytes(byte[] content) => content.Length < 256
        ? [(byte)'C', (byte)content.Length, .. content] : [(byte)'B', .. BitConverter.GetBytes(content.Length), .. content];

    public static byte[] Bool(bool value) => [value ? (byte)0x88 : (byte)0x89];

    /// <summary>An array of NumPy: a function that makes an empty one, and its state.</summary>
    public static byte[] NumpyArray(WeightTensor tensor) => NumpyArray(tensor, dill: false);

    /// <inheritdoc cref="NumpyArray(WeightTensor)"/>
    public static byte[] NumpyArray(WeightTensor tensor, bool dill = false, string type = "f4", string order = "<", bool byColumns = false)
    {
        byte[] maker = dill
            ? [.. Name("dill._dill", "_get_attr"), .. Tuple([.. Name("dill._dill", "_import_module"),
                .. Tuple(Text("numpy.core._multiarray_umath")), (byte)'R'], Text("_reconstruct")), (byte)'R']
            : Name("numpy.core.multiarray", "_reconstruct");
        byte[] dtype = [.. Name("numpy", "dtype"), .. Tuple(Text(type), Bool(false), Bool(true)), (byte)'R',
            .. Tuple(Number(3), Text(order), [(byte)'N'], [(byte)'N'], [(byte)'N'], Number(-1), Number(-1), Number(0)), (byte)'b'];
        return
        [
            .. maker, .. Tuple(Name("numpy", "ndarray"), Tuple(Number(0)), Bytes("b"u8.ToArray())), (byte)'R',
            .. Tuple(Number(1), Tuple([.. tensor.Shape.Select(Number)]), dtype, Bool(byColumns), Bytes(tensor.Content)), (byte)'b',
        ];
    }

    /// <summary>A tree of dictionaries.</summary>
    public static byte[] Tree(IEnumerable<WeightTensor> tensors, int depth, Func<WeightTensor, byte[]> leaf) =>
        Map([.. WeightTensor.Level(tensors, depth).Select(part =>
            (part.Key, part.Tensor is { } tensor ? leaf(tensor) : Tree(part.Inside, depth + 1, leaf)))]);
}
