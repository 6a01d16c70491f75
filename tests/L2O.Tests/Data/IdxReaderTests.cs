using L2O.Data.Formats;
using Xunit;

namespace L2O.Tests.Data;

public sealed class IdxReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false, "images.gz")]
    [InlineData(true, "images")]
    public void A_file_is_recognized_by_content_not_by_name(bool compressed, string name)
    {
        byte[] content = IdxBytes.Images(4);
        string path = _folder.Write(name, compressed ? TemporaryFolder.Gzip(content) : content);
        IdxArray array = IdxReader.Read(path, 10, 2, 3);
        Assert.Equal([4, 2, 3], array.Shape);
        Assert.Equal(content[16..], array.Values.ToArray());
    }

    public static TheoryData<string, byte[], string> Damages()
    {
        byte[] images = IdxBytes.Images(4); // header 16 bytes, 24 values
        byte[] packed = TemporaryFolder.Gzip(images);
        return new()
        {
            { "empty", [], "byte 0: the file ends inside the magic number; expected 4 more bytes there" },
            { "not IDX, not gzip", [.. "<html>nothing here</html>"u8],
                "byte 0: the file begins with 0x3c 0x68; expected 0x00 0x00 (IDX) or 0x1f 0x8b (gzip)" },
            { "one byte", [0], "byte 1: the file ends inside the magic number; expected 3 more bytes there" },
            { "type byte", IdxBytes.With(images, 2, 0x0d), "byte 2: the type byte is 0x0d; expected 0x08 (unsigned byte)" },
            { "number of dimensions", IdxBytes.With(images, 3, 1), "byte 3: the file has 1 dimensions; expected 3" },
            { "truncated header", images[..10], "byte 10: the file ends inside the dimension sizes; expected 6 more bytes there" },
            { "no items", IdxBytes.With(images, 7, 0), "byte 4: the file claims 0 items; expected 1..10" },
            { "absurd number of items", IdxBytes.With(images, 4, 0xff), "byte 4: the file claims 4278190084 items; expected 1..10" },
            { "height", IdxBytes.With(images, 11, 5), "byte 8: dimension 2 has size 5; expected 2" },
            { "absurd width", IdxBytes.With(images, 12, 0x7f), "byte 12: dimension 3 has size 2130706435; expected 3" },
            { "truncated values", images[..30],
                "byte 30: the file ends inside the values of shape [4, 2, 3]; expected 10 more bytes there" },
            { "trailing bytes", [.. images, 7],
                "byte 40: there are bytes behind the last value; expected the end of the file after 40 bytes" },
            { "packed trailing bytes", TemporaryFolder.Gzip([.. images, 7]), "byte 40: there are bytes behind the last value" },
            { "packed truncated values", TemporaryFolder.Gzip(images[..30]), "byte 30: the file ends inside the values" },
            { "truncated gzip", packed[..(packed.Length / 2)], "the file ends inside the values of shape [4, 2, 3]; expected " },
            { "gzip without its checksum", packed[..^8], "byte 40: the gzip stream lacks its end; expected a trailer that says 40 bytes" },
            { "gzip with a wrong checksum", IdxBytes.With(packed, packed.Length - 8, (byte)(packed[^8] ^ 1)),
                "the gzip stream is damaged; expected intact gzip data" },
        };
    }

    [Theory]
    [MemberData(nameof(Damages))]
    public void Damage_is_refused_with_file_offset_and_expectation(string name, byte[] content, string complaint)
    {
        string path = _folder.Write("images", content);
        InvalidDataException failure = Assert.Throws<InvalidDataException>(() => IdxReader.Read(path, 10, 2, 3));
        Assert.StartsWith($"{path}, byte ", failure.Message);
        Assert.True(failure.Message.Contains(complaint), $"{name}: {failure.Message}");
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Fact]
    public void An_absurd_header_costs_no_memory()
    {
        string path = _folder.Write("labels", IdxBytes.Of([2_000_000_000], 1, 2, 3));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InvalidDataException>(() => IdxReader.Read(path, 60_000));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        string path = Path.Combine(_folder.Root, "nowhere");
        Assert.Contains(path, Assert.Throws<FileNotFoundException>(() => IdxReader.Read(path, 10)).Message);
    }
}
