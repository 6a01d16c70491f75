using System.IO.Compression;
using L2O.Files;
using L2O.Files.Weights;
using Xunit;

namespace L2O.Tests.Weights;

/// <summary>Files of weights in the formats of others.</summary>
public sealed class WeightFileTests
{
    private static readonly WeightTensor[] s_tensors =
        [new("net/w", [2, 3], [1, 2, 3, 4, 5, 6]), new("net/b", [3], [-1, 0, 0.5f]), new("scale", [], [7])];

    public static TheoryData<string, byte[]> Formats => new()
    {
        { "a flax state (msgpack)", FlaxBytes.Of(s_tensors) },
        { "a pickle of NumPy arrays, protocol 3", PickleBytes.Of(s_tensors) },
        { "a pickle of NumPy arrays, protocol 3, written by dill", PickleBytes.OfDill(s_tensors) },
        { "a zip archive of PyTorch", TorchBytes.Of(s_tensors) },
    };

    [Theory]
    [MemberData(nameof(Formats))]
    public void Names_shapes_and_numbers_are_read(string format, byte[] bytes)
    {
        WeightFile file = WeightFile.Read("input", bytes);
        Assert.Equal((format, 0), (file.Format, file.LeftOut));
        Assert.Equal(s_tensors.Select(static tensor => tensor.Name), file.Tensors.Names);
        foreach (WeightTensor tensor in s_tensors)
        {
            Assert.Equal(tensor.Shape, file.Tensors.Shape(tensor.Name));
            Assert.Equal(tensor.Values, file.Tensors.ReadSingle(tensor.Name));
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Every_beginning_of_a_file_is_refused_in_one_line(string format, byte[] bytes)
    {
        for (int length = 0; length < bytes.Length; length++)
        {
            string message = Refused(bytes[..length]);
            Assert.StartsWith("input", message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', message);
            Assert.Contains("expected", message, StringComparison.Ordinal);
        }
        Assert.False(string.IsNullOrEmpty(format));
    }

    [Fact]
    public void What_is_no_tensor_is_left_out_and_counted()
    {
        byte[] array = FlaxBytes.Array([1], "float64", new byte[8]);
        WeightFile flax = WeightFile.Read("input", FlaxBytes.Map(("step", [0xce, 0, 0, 1, 0]), ("rate", [0xcb, .. new byte[8]]),
            ("none", [0xc0]), ("list", [0x92, .. array, .. array])));
        Assert.Equal((3, "list/0 list/1"), (flax.LeftOut, string.Join(' ', flax.Tensors.Names)));
        WeightFile pickle = WeightFile.Read("input", PickleBytes.File(PickleBytes.Map(("a", PickleBytes.Number(3)),
            ("b", PickleBytes.NumpyArray(s_tensors[1])), ("c", [.. PickleBytes.Name("os", "system"),
                .. PickleBytes.Tuple(PickleBytes.Text("echo")), (byte)'R']))));
        Assert.Equal((2, "b"), (pickle.LeftOut, string.Join(' ', pickle.Tensors.Names)));
    }

    [Fact]
    public void Element_types_are_those_of_the_file()
    {
        WeightFile file = WeightFile.Read("input", PickleBytes.File(PickleBytes.Map(
            ("f2", Array("f2", 4)), ("f8", Array("f8", 1)), ("i4", Array("i4", 2)), ("i8", Array("i8", 1)), ("u1", Array("u1", 8)))));
        Assert.Equal([SafetensorsType.F16, SafetensorsType.F64, SafetensorsType.I32, SafetensorsType.I64, SafetensorsType.U8],
            file.Tensors.Tensors.Select(static tensor => tensor.Type));

        static byte[] Array(string type, int count) => PickleBytes.NumpyArray(new WeightTensor("", [count], new float[2]), type: type);
    }

    [Fact]
    public void Views_of_a_torch_storage_are_gathered()
    {
        byte[] storage = [.. new float[] { 0, 1, 2, 3, 4, 5 }.SelectMany(BitConverter.GetBytes)];
        WeightFile file = WeightFile.Read("input", TorchBytes.Of(PickleBytes.File(PickleBytes.Map(
            ("t", TorchBytes.View("0", 6, 0, [3, 2], [1, 3])), ("part", TorchBytes.View("0", 6, 4, [2], [1])),
            ("none", TorchBytes.View("0", 6, 0, [0, 3], [3, 1])))), [storage]));
        Assert.Equal([0, 3, 1, 4, 2, 5], file.Tensors.ReadSingle("t"));
        Assert.Equal([4, 5], file.Tensors.ReadSingle("part"));
        Assert.Empty(file.Tensors.ReadSingle("none"));
    }

    public static TheoryData<byte[], string> Damaged => new()
    {
        { "what is this?"u8.ToArray(), "input: it is of an unknown format and has 13 bytes; expected safetensors, a flax state..." },
        { [0x1f, 0x8b, 1, 2, 3], "input: it is a gzip file; expected safetensors..." },
        { [0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, (byte)'.'],
            "input: a file of PyTorch before 1.6; expected a zip archive..." },
        { [0x81, 0xa1, (byte)'a', 0xdc], "input, offset 4: 2 bytes are claimed and 0 are left; expected a whole file" },
        { [0x81, 0x01, 0x01], "input, offset 1: a key is of kind Integer; expected a text" },
        { FlaxBytes.Map(("a", [0xc1])), "input, offset 3: a value begins with 0xc1; expected msgpack, which has no such values" },
        { FlaxBytes.Map(("a", [0xd4, 5, 0])), "input, offset 3: 'a' is an extension of type 5; expected 1, flax's arrays" },
        { FlaxBytes.Map(("a", FlaxBytes.Array([2], "float32", new byte[4]))),
            "input: tensor 'a' has shape [2] of float32 and 4 bytes; expected shape and bytes to agree" },
        { FlaxBytes.Map(("a", FlaxBytes.Array([60000, 60000, 60000, 60000, 60000], "float32", new byte[4]))),
            "input: tensor 'a' of shape [60000, 60000, 60000, 60000, 60000] is more than is left of the file's 39 bytes; expected..." },
        { FlaxBytes.Map(("a", FlaxBytes.Array([1], "uint32", new byte[4]))),
            "input: tensor 'a' has the type 'uint32'; expected one of ..." },
        { [.. FlaxBytes.Of(new WeightTensor("a", [1], [1])), 0], "input, offset 27: 1 bytes follow the map; expected the end of the file" },
        { FlaxBytes.Map(("a", FlaxBytes.Array([1], "float32", new byte[4])), ("a", FlaxBytes.Array([1], "float32", new byte[4]))),
            "input: tensor 'a' occurs twice; expected unique names" },
        { FlaxBytes.Map(("a", [0xc0])), "input: a flax state (msgpack) without a tensor; expected a dictionary of tensors..." },
        { PickleBytes.File([(byte)'i']), "input, offset 2: the pickle has the opcode 0x69; expected those that plain tensors need" },
        { PickleBytes.File([(byte)'a']), "input, offset 3: the stack of the pickle has too few values; expected a whole pickle" },
        { PickleBytes.File([(byte)'h', 9]), "input, offset 4: value 9 is used before it is there; expected a whole pickle" },
        { [.. PickleBytes.Of(s_tensors[1]), 1], "input, offset 174: 1 bytes follow the pickle; expected the end of the file" },
        { PickleBytes.File(PickleBytes.Map(("a", PickleBytes.NumpyArray(s_tensors[1], order: ">")))),
            "input: tensor 'a' has the type '>f4'; expected one of ..." },
        { PickleBytes.File(PickleBytes.Map(("a", PickleBytes.NumpyArray(s_tensors[0], byColumns: true)))),
            "input: tensor 'a' is stored by columns (order F); expected rows (order C)" },
        { TorchBytes.Of([1], []), "input, data.pkl, offset 0: the pickle has the opcode 0x01; expected those that plain tensors need" },
        { TorchBytes.Of(PickleBytes.File([.. TorchBytes.View("0", 1, 0, [1], [1])]), [new byte[4]]),
            "input: a tensor has no name; expected a tree of names and tensors" },
        { One(TorchBytes.View("1", 1, 0, [1], [1])), "input: no entry 'weights/data/1', which a tensor names; expected a whole archive" },
        { One(TorchBytes.View("0", 1, 1, [1], [1])), "input: tensor 'a' reaches beyond its storage of 4 bytes; expected a view of it" },
        { One(TorchBytes.View("0", 1, 0, [1, 1], [1])), "input: tensor 'a' has 2 sizes and 1 strides; expected as many" },
        { One(TorchBytes.View("0", 1, 0, [1], [1], "BoolStorage")),
            "input: tensor 'a' has a storage 'torch.BoolStorage'; expected torch.FloatStorage..." },
        { TorchBytes.Of(PickleBytes.File(new byte[200]), [], CompressionLevel.Optimal),
            "input: entry 'weights/byteorder' is compressed; expected it stored, as torch.save does" },
        { TorchBytes.Of([], [], order: "big"), "input: entry 'weights/byteorder' does not say 'little'; expected little-endian numbers" },
    };

    [Theory]
    [MemberData(nameof(Damaged))]
    public void Damage_is_named_with_its_place(byte[] bytes, string expected)
    {
        string message = Refused(bytes), start = expected.EndsWith("...", StringComparison.Ordinal) ? expected[..^3] : expected;
        Assert.True(start.Length < expected.Length ? message.StartsWith(start, StringComparison.Ordinal) : message == expected, message);
    }

    /// <summary>A pickle may hold itself, or the same thing in ever more places.</summary>
    [Fact]
    public void Trees_without_an_end_are_refused()
    {
        byte[] loop = PickleBytes.File([(byte)'}', (byte)'q', 0, (byte)'(', .. PickleBytes.Text("a"), (byte)'h', 0, (byte)'u']);
        Assert.Equal("input: keys are nested more than 32 deep; expected the tree of a model's parameters", Refused(loop));
        byte[] laughs =
            [(byte)'N', .. Enumerable.Range(0, 30).SelectMany(static i => (byte[])[(byte)'q', (byte)i, (byte)'h', (byte)i, 0x86])];
        Assert.Equal("input: the pickle's tree has more than 1000000 values; expected a model's parameters",
            Refused(PickleBytes.File(laughs)));
        Assert.StartsWith("input: keys are nested more than 32 deep",
            Refused([0x81, 0xa1, (byte)'a', .. Enumerable.Repeat((byte)0x91, 5000)]), StringComparison.Ordinal);
    }

    /// <summary>The same bytes in many places would take more memory than the file has.</summary>
    [Fact]
    public void Tensors_take_no_more_than_the_file_has()
    {
        byte[] array = PickleBytes.NumpyArray(new WeightTensor("", [1000], new float[1000]));
        byte[] many =
            [(byte)'(', .. array, (byte)'q', 0, .. Enumerable.Range(0, 9).SelectMany(static _ => (byte[])[(byte)'h', 0]), (byte)'t'];
        Assert.StartsWith("input: tensor '1' of shape [1000] is more than is left of the file's ", Refused(PickleBytes.File(many)),
            StringComparison.Ordinal);
        Assert.StartsWith("input: tensor 'a' of shape [100000] is more than is left",
            Refused(One(TorchBytes.View("0", 1, 0, [100000], [0]))), StringComparison.Ordinal);
    }

    private static byte[] One(byte[] view) => TorchBytes.Of(PickleBytes.File(PickleBytes.Map(("a", view))), [new byte[4]]);

    private static string Refused(byte[] bytes) => Assert.Throws<InvalidDataException>(() => WeightFile.Read("input", bytes)).Message;
}
