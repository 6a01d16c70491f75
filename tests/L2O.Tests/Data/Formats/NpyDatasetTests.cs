using System.Runtime.InteropServices;
using L2O.Data;
using L2O.Data.Formats;
using Xunit;

namespace L2O.Tests.Data.Formats;

public sealed class NpyDatasetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("<f2", new byte[] { 0x00, 0x3e, 0x00, 0xc0 }, 1.5, -2)]
    [InlineData("<f4", new byte[] { 0, 0, 0xc0, 0x3f, 0, 0, 0, 0xc0 }, 1.5, -2)]
    [InlineData("<f8", new byte[] { 0, 0, 0, 0, 0, 0, 0xf8, 0x3f, 0, 0, 0, 0, 0, 0, 0, 0xc0 }, 1.5, -2)]
    [InlineData("|u1", new byte[] { 7, 255 }, 7, 255)]
    [InlineData("|b1", new byte[] { 1, 0 }, 1, 0)]
    [InlineData("|i1", new byte[] { 7, 255 }, 7, -1)]
    [InlineData("<i2", new byte[] { 0, 1, 255, 255 }, 256, -1)]
    [InlineData("<u2", new byte[] { 0, 1, 255, 255 }, 256, 65535)]
    [InlineData("<i4", new byte[] { 0, 0, 1, 0, 255, 255, 255, 255 }, 65536, -1)]
    [InlineData("<u4", new byte[] { 0, 0, 1, 0, 0, 0, 0, 128 }, 65536, 2147483648)]
    [InlineData("<i8", new byte[] { 0, 0, 0, 0, 1, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255 }, 4294967296, -1)]
    [InlineData("<u8", new byte[] { 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 128 }, 4294967296, 9223372036854775808)]
    public void Every_type_and_version_is_read(string type, byte[] values, double first, double second)
    {
        foreach (byte version in (byte[])[1, 2, 3])
        {
            NpyArray array = NpyFile.Read(_folder.Write("a.npy", NpyBytes.Of(type, "(2,)", values, version)));
            Assert.Equal([(float)first, (float)second], array.Values);
            Assert.Equal([2], array.Shape);
            Assert.Equal(type[1] != 'f', array.AreIntegers);
        }
    }

    [Fact]
    public void Inputs_of_any_shape_with_values_as_targets()
    {
        string inputs = Write("x.npy", "(3, 2, 2)", Enumerable.Range(0, 12).Select(static i => (float)i)),
            targets = Write("y.npy", "(3, 2)", [0, 1, 10, 11, 20, 21]);
        DataSplits data = NpyDataset.Load(inputs, targets, new DatasetOptions { Test = inputs, TestTargets = targets });
        Assert.Equal([2, 2], data.Train.InputShape);
        Assert.Equal((TargetKind.Values, 2, 3), (data.Train.Target, data.Train.TargetSize, data.Train.Count));
        float[] read = new float[4], target = new float[2];
        data.Train.Read<float>([1], read, new byte[1]);
        data.Train.ReadTargets<float>([1], target);
        Assert.Equal([4, 5, 6, 7], read);
        Assert.Equal([10, 11], target);
        data = NpyDataset.Load(inputs, targets, new DatasetOptions { Standardize = true, Test = inputs, TestTargets = targets });
        data.Train.ReadTargets<float>([2], target);
        Assert.Equal([(float)Math.Sqrt(1.5), (float)Math.Sqrt(1.5)], target);
    }

    [Fact]
    public void Integers_are_classes_and_floats_are_so_on_request()
    {
        string inputs = Write("x.npy", "(3, 1)", [1, 2, 3]), labels = _folder.Write("y.npy", NpyBytes.Of("|u1", "(3,)", [4, 0, 2]));
        DatasetOptions both = new() { Test = inputs, TestTargets = labels };
        DataSplits data = NpyDataset.Load(inputs, labels, both);
        Assert.Equal((TargetKind.Classes, 5), (data.Train.Target, data.Train.ClassCount));
        byte[] read = new byte[3];
        data.Train.Read<float>([0, 1, 2], new float[3], read);
        Assert.Equal([4, 0, 2], read);
        Assert.Equal(TargetKind.Values, NpyDataset.Load(inputs, labels, both with { Classification = false }).Train.Target);
        string floats = Write("z.npy", "(3,)", [1, 0, 1]);
        Assert.Equal(2, NpyDataset.Load(inputs, floats,
            new DatasetOptions { Classification = true, Test = inputs, TestTargets = floats }).Train.ClassCount);
    }

    [Theory]
    [InlineData("{'descr': '<f4', 'fortran_order': True, 'shape': (2,), }",
        "byte 10: fortran_order is True; expected False, values in C order (numpy.ascontiguousarray)")]
    [InlineData("{'descr': '>f4', 'fortran_order': False, 'shape': (2,), }",
        "byte 10: the values' type is '>f4'; expected '<f2', '<f4', '<f8', '|b1', or integers '|u1', '|i1', '<i2' to '<u8'")]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (2,), }", "byte 10: the values' type is '|O'; ...")]
    [InlineData("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2,), }", "byte 10: the header is {'descr': [('a', ...")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (), }",
        "byte 10: the shape is (); expected 1 to 32 dimensions, the first of which counts samples")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (0,), }",
        "byte 10: the shape is (0,); expected sizes from 1 to 2147483647")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999,), }",
        "byte 10: the shape is (99999999999,); expected sizes from 1 to 2147483647")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2000000000, 2000000000), }",
        "byte 10: the shape (2000000000, 2000000000) has more than 2147483647 values; expected fewer")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }",
        "byte 128: the file has 136 bytes; expected 140 for values of shape (3) and type f4")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }",
        "byte 128: the file has 136 bytes; expected 132 for values of shape (1) and type f4")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, }",
        "byte 10: the header is {'descr': '<f4', 'fortran_order': False, }; expected {'descr': '<f4', 'fortran_order': False, 'shape': "
        + "(...), }")]
    [InlineData("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (2,), }",
        "byte 10: a key occurs twice; expected each once")]
    [InlineData("nonsense", "byte 10: the header is nonsense; ...")]
    public void Headers_that_are_not_read_are_refused_with_the_byte(string header, string expected)
    {
        string path = _folder.Write("bad.npy", [.. NpyBytes.Prefix(1, header), .. new byte[8]]);
        string message = Assert.Throws<InvalidDataException>(() => NpyFile.Read(path)).Message, wanted = $"{path}, {expected}";
        if (wanted.EndsWith("...", StringComparison.Ordinal))
            Assert.StartsWith(wanted[..^3], message, StringComparison.Ordinal);
        else
            Assert.Equal(wanted, message);
    }

    [Fact]
    public void Files_of_another_kind_and_cut_ones_are_refused()
    {
        byte[] sound = NpyBytes.Of("<f4", "(2,)", new byte[8]);
        Assert.Equal("byte 0: the file does not begin with \\x93NUMPY; expected an npy file", Refusal([1, .. sound[1..]]));
        Assert.Equal("byte 6: the version is 4.0; expected 1.0, 2.0 or 3.0", Refusal([.. sound[..6], 4, .. sound[7..]]));
        Assert.Equal("byte 5: the file ends inside the magic number; expected 3 more bytes there", Refusal(sound[..5]));
        Assert.StartsWith("byte 20: the file ends inside the header; expected ", Refusal(sound[..20]), StringComparison.Ordinal);
        Assert.Equal("byte 8: the header claims 4294967295 bytes; expected at most 65536",
            Refusal([.. sound[..6], 2, 0, 255, 255, 255, 255]));

        string Refusal(byte[] bytes)
        {
            string path = _folder.Write("bad.npy", bytes);
            return Assert.Throws<InvalidDataException>(() => NpyFile.Read(path)).Message[(path.Length + 2)..];
        }
    }

    [Fact]
    public void Files_that_do_not_belong_together_are_refused()
    {
        string inputs = Write("x.npy", "(3, 2)", [1, 2, 3, 4, 5, 6]), two = Write("two.npy", "(2,)", [1, 2]),
            three = Write("three.npy", "(3,)", [1, 2.5f, 3]), nan = Write("nan.npy", "(3,)", [1, 2, float.NaN]);
        Assert.Equal($"{two} has 2 targets; expected 3, one for each sample of {inputs}", Damage(two, new()));
        Assert.Equal($"{nan}, sample 2, value 0: it is NaN; expected a finite number in single precision", Damage(nan, new()));
        Assert.Equal($"{three}, sample 1: the class is 2.5; expected a whole number from 0 to 255, or classification=false",
            Damage(three, new() { Classification = true }));
        Assert.Equal($"{two}: samples of shape (); expected (2) as in {inputs}", Damage(three, new() { Test = two, TestTargets = two }));
        Assert.Equal("data option 'test' stands alone; expected test and testTargets, or neither, and no testTargets for an autoencoder",
            Assert.Throws<ArgumentException>(() => NpyDataset.Load(inputs, three, new() { Test = inputs })).Message);
        Assert.Equal($"{inputs}: both target=input and targets are given; expected targets=FILE.npy, or target=input for an autoencoder",
            Assert.Throws<ArgumentException>(() => NpyDataset.Load(inputs, three, new() { Target = "input" })).Message);
        Assert.Equal($"{inputs}: no targets are given; expected targets=FILE.npy, or target=input for an autoencoder",
            Assert.Throws<ArgumentException>(() => DatasetReaders.Read("npy", inputs, new())).Message);
        Assert.Equal(TargetKind.Input, DatasetReaders.Read("npy", inputs, new() { Target = "input" }).Train.Target);

        string Damage(string targets, DatasetOptions options) =>
            Assert.Throws<InvalidDataException>(() => NpyDataset.Load(inputs, targets, options)).Message;
    }

    private string Write(string name, string shape, IEnumerable<float> values) =>
        _folder.Write(name, NpyBytes.Of("<f4", shape, MemoryMarshal.AsBytes<float>(values.ToArray()).ToArray()));

}
