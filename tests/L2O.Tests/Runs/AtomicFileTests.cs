using L2O.Files;
using Xunit;

namespace L2O.Tests.Runs;

public sealed class AtomicFileTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("l2o-test-");

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public void A_file_is_replaced_and_nothing_else_is_left()
    {
        string path = Path.Combine(_root.FullName, "a.txt");
        AtomicFile.WriteText(path, "old");
        AtomicFile.WriteText(path, "new");

        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal(["a.txt"], _root.EnumerateFileSystemInfos().Select(static entry => entry.Name));
    }

    [Fact]
    public void A_failed_write_leaves_the_old_file_and_nothing_else()
    {
        string path = Path.Combine(_root.FullName, "a.txt");
        AtomicFile.WriteText(path, "old");

        Assert.Throws<IOException>(() => AtomicFile.Write(path, static stream =>
        {
            stream.WriteByte(1);
            throw new IOException("disk full");
        }));

        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal(["a.txt"], _root.EnumerateFileSystemInfos().Select(static entry => entry.Name));
    }

    [Fact]
    public void A_missing_folder_and_a_folder_in_the_way_are_named()
    {
        string missing = Path.Combine(_root.FullName, "no", "a.txt");

        Assert.Contains("does not exist", Assert.Throws<DirectoryNotFoundException>(() => AtomicFile.WriteText(missing, "")).Message,
            StringComparison.Ordinal);
        Assert.Contains("is a folder", Assert.Throws<ArgumentException>(() => AtomicFile.WriteText(_root.FullName, "")).Message,
            StringComparison.Ordinal);
    }
}
