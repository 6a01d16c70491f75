using System.Buffers.Binary;
using System.Text;
using L2O.Files;
using Xunit;

namespace L2O.Tests.Runs;

public sealed class SafetensorsFileTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("l2o-test-");

    private string FilePath => Path.Combine(_root.FullName, "a.safetensors");

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public void What_is_saved_is_loaded_again_in_the_same_order()
    {
        SafetensorsFile.Save(FilePath,
        [
            SafetensorsTensor.Of("z.weight", [1.5f, -0f, float.NaN, float.MaxValue, float.Epsilon, 2f], 2, 3),
            SafetensorsTensor.Of("labels", [3, 200, 255], 3),
            SafetensorsTensor.Of("a", [Math.PI], 1),
            SafetensorsTensor.Of("position", [long.MinValue, long.MaxValue], 2),
            SafetensorsTensor.Of("bytes", [(byte)7, (byte)255], 2),
            SafetensorsTensor.Of("scalar", [0.25f]),
            SafetensorsTensor.Of("empty", ReadOnlySpan<float>.Empty, 0, 5),
        ], new Dictionary<string, string> { ["epoch"] = "3", ["note"] = "\"ü\"" });

        SafetensorsFile file = SafetensorsFile.Load(FilePath);

        Assert.Equal(["z.weight", "labels", "a", "position", "bytes", "scalar", "empty"], file.Names);
        Assert.Equal([2, 3], file.Shape("z.weight"));
        Assert.Equal([1.5f, -0f, float.NaN, float.MaxValue, float.Epsilon, 2f], file.ReadSingle("z.weight"));
        Assert.Equal([3L, 200, 255], file.ReadInt64("labels"));
        Assert.Equal([Math.PI], file.ReadDouble("a"));
        Assert.Equal([long.MinValue, long.MaxValue], file.ReadInt64("position"));
        Assert.Equal([7L, 255], file.ReadInt64("bytes"));
        Assert.Empty(file.Shape("scalar"));
        Assert.Equal([0.25f], file.ReadSingle("scalar"));
        Assert.Equal([0, 5], file.Shape("empty"));
        Assert.Empty(file.ReadSingle("empty"));
        Assert.Equal("3", file.Metadata["epoch"]);
        Assert.Equal("\"ü\"", file.Metadata["note"]);
    }

    [Fact]
    public void The_bytes_are_the_formats()
    {
        SafetensorsFile.Save(FilePath, [SafetensorsTensor.Of("a", [1f, -2f], 2)]);

        byte[] bytes = File.ReadAllBytes(FilePath);
        long header = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        Assert.Equal(0, header % 8);
        Assert.Equal("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""",
            Encoding.UTF8.GetString(bytes, 8, (int)header).TrimEnd(' '));
        Assert.Equal([0x00, 0x00, 0x80, 0x3f, 0x00, 0x00, 0x00, 0xc0], bytes[(8 + (int)header)..]);
    }

    [Fact]
    public void Half_precision_formats_are_read()
    {
        // 1, -2, 2^-24 as F16; 1, -2, 2^-133 as BF16
        Write("""{"h":{"dtype":"F16","shape":[3],"data_offsets":[0,6]},"b":{"dtype":"BF16","shape":[3],"data_offsets":[6,12]}}""",
            [0x00, 0x3c, 0x00, 0xc0, 0x01, 0x00, 0x80, 0x3f, 0x00, 0xc0, 0x01, 0x00]);

        SafetensorsFile file = SafetensorsFile.Load(FilePath);

        Assert.Equal([1f, -2f, MathF.ScaleB(1, -24)], file.ReadSingle("h"));
        Assert.Equal([1f, -2f, MathF.ScaleB(1, -133)], file.ReadSingle("b"));
    }

    [Theory]
    [InlineData("[]", 0, "offset 8: the header is a JSON Array; expected an object")]
    [InlineData("{\"a\":", 0, "offset 8: the header is no valid JSON")]
    [InlineData("{\"a\":3}", 0, "tensor 'a' is a JSON Number; expected an object with dtype, shape and data_offsets")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}", 4,
        "tensor 'a' is incomplete; expected an object with dtype, shape and data_offsets")]
    [InlineData("{\"a\":{\"dtype\":\"F8\",\"shape\":[1],\"data_offsets\":[0,4]}}", 4,
        "tensor 'a' has dtype 'F8'; expected one of U8, I32, I64, F16, BF16, F32, F64")]
    [InlineData("{\"a\":{\"dtype\":\"5\",\"shape\":[1],\"data_offsets\":[0,4]}}", 4, "tensor 'a' has dtype '5'; expected one of")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}", 4,
        "tensor 'a' has the size -1 in its shape; expected an integer from 0 to 2147483647")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,4]}}", 4, "tensor 'a' has the size 1.5 in its shape")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}", 4,
        "tensor 'a' has shape [2] of F32 and 4 bytes; expected shape and bytes to agree")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2147483647,2147483647,2147483647,2147483647,2147483647],\"data_offsets\":[0,4]}}",
        4, "expected shape and bytes to agree")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2147483647,2147483647,2147483647,0],\"data_offsets\":[0,4]}}",
        4, "expected shape and bytes to agree")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2500000000000],\"data_offsets\":[0,10000000000000]}}",
        4, "tensor 'a' has the size 2500000000000 in its shape")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2000000000,1250],\"data_offsets\":[0,10000000000000]}}",
        4, "tensor 'a' has data_offsets [0, 10000000000000]; expected them in order and within the file's 4 bytes of data")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[-4,0]}}", 4,
        "tensor 'a' has data_offsets [-4, 0]; expected them in order")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]}}", 4,
        "tensor 'a' has data_offsets [4, 0]; expected them in order")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0]}}", 4,
        "tensor 'a' has data_offsets [0]; expected two integers")]
    [InlineData(
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[2,6]}}",
        6, "tensor 'b' begins at data offset 2, which overlaps the tensor before; expected 4")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[2,6]}}", 6,
        "tensor 'a' begins at data offset 2, which leaves a gap; expected 0")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 5,
        "the file has 5 bytes of data; expected the 4 that its header names")]
    [InlineData(
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]},\"a\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}}",
        0, "'a' occurs twice in the header; expected unique names")]
    [InlineData("{\"__metadata__\":{\"a\":1}}", 0, "__metadata__ 'a' is a JSON Number; expected a text")]
    [InlineData("{\"__metadata__\":{\"a\":\"1\",\"a\":\"2\"}}", 0, "__metadata__ 'a' occurs twice; expected unique names")]
    public void A_damaged_header_is_refused_with_its_reason(string header, int dataBytes, string reason)
    {
        Write(header, new byte[dataBytes]);

        string message = Assert.Throws<InvalidDataException>(() => SafetensorsFile.Load(FilePath)).Message;

        Assert.StartsWith(FilePath, message, StringComparison.Ordinal);
        Assert.Contains(reason, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[0], "the file has 0 bytes; expected at least 8")]
    [InlineData(new byte[] { 1, 2, 3 }, "the file has 3 bytes; expected at least 8")]
    [InlineData(new byte[] { 9, 0, 0, 0, 0, 0, 0, 0, 123, 125 },
        "offset 0: the header claims 9 bytes; expected at most 2 in a file of 10 bytes")]
    [InlineData(new byte[] { 255, 255, 255, 255, 255, 255, 255, 255, 123, 125 },
        "the header claims 18446744073709551615 bytes; expected at most 2")]
    [InlineData(new byte[] { 0, 0, 0, 0, 0, 0, 0, 0 }, "the header is no valid JSON")]
    public void A_damaged_length_is_refused_before_memory_is_taken(byte[] content, string reason)
    {
        File.WriteAllBytes(FilePath, content);

        Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => SafetensorsFile.Load(FilePath)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void No_truncation_of_a_good_file_is_accepted()
    {
        SafetensorsFile.Save(FilePath, [SafetensorsTensor.Of("a", [1f, 2f], 2), SafetensorsTensor.Of("b", [3L], 1)]);
        byte[] whole = File.ReadAllBytes(FilePath);
        for (int length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(FilePath, whole[..length]);
            Assert.Throws<InvalidDataException>(() => SafetensorsFile.Load(FilePath));
        }
    }

    [Fact]
    public void A_missing_file_a_missing_tensor_and_a_wrong_type_are_named()
    {
        Assert.Equal($"{FilePath}: no such file; expected a safetensors file",
            Assert.Throws<FileNotFoundException>(() => SafetensorsFile.Load(FilePath)).Message);
        SafetensorsFile.Save(FilePath, [SafetensorsTensor.Of("a", [1f], 1), SafetensorsTensor.Of("b", [1L], 1)]);
        SafetensorsFile file = SafetensorsFile.Load(FilePath);

        Assert.Equal($"{FilePath}: no tensor 'c'; the file has a, b",
            Assert.Throws<InvalidDataException>(() => file.ReadSingle("c")).Message);
        Assert.Equal($"{FilePath}: tensor 'a' has type F32; expected integers",
            Assert.Throws<InvalidDataException>(() => file.ReadInt64("a")).Message);
        Assert.Equal($"{FilePath}: tensor 'b' has type I64; expected floating-point numbers",
            Assert.Throws<InvalidDataException>(() => file.ReadDouble("b")).Message);
    }

    [Fact]
    public void A_repeated_name_or_a_shape_of_another_size_is_not_saved()
    {
        SafetensorsTensor tensor = SafetensorsTensor.Of("a", [1f], 1);

        Assert.Throws<ArgumentException>(() => SafetensorsFile.Save(FilePath, [tensor, tensor]));
        Assert.Throws<ArgumentException>(() => SafetensorsTensor.Of("a", [1f, 2f], 3));
        Assert.Throws<ArgumentException>(() => SafetensorsTensor.Of("a", [1f, 2f], -1, -2));
        Assert.False(File.Exists(FilePath));
    }

    [Fact]
    public void Files_that_PyTorch_wrote_are_read()
    {
        string? folder = Environment.GetEnvironmentVariable("L2O_CONFORMANCE");
        Assert.SkipWhen(string.IsNullOrEmpty(folder), "L2O_CONFORMANCE is not set");

        string[] files = Directory.GetFiles(folder!, "*.safetensors", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        foreach (string path in files)
            Assert.NotEmpty(SafetensorsFile.Load(path).Names);
        SafetensorsFile step = SafetensorsFile.Load(Path.Combine(folder!, "lstm-step-raw", "tensors.safetensors"));
        Assert.Equal(step.Shape("phi.recurs.weight_hh")[0] * step.Shape("phi.recurs.weight_hh")[1],
            step.ReadSingle("phi.recurs.weight_hh").Length);
    }

    private void Write(string header, byte[] data)
    {
        var bytes = new byte[8 + Encoding.UTF8.GetByteCount(header) + data.Length];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, Encoding.UTF8.GetByteCount(header));
        Encoding.UTF8.GetBytes(header).CopyTo(bytes, 8);
        data.CopyTo(bytes, bytes.Length - data.Length);
        File.WriteAllBytes(FilePath, bytes);
    }
}
