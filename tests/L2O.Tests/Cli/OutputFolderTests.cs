using L2O.Cli;
using L2O.Cli.Output;
using Xunit;

namespace L2O.Tests.Cli;

public sealed class OutputFolderTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("l2o-test-");

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public void A_new_folder_is_made_only_when_a_file_is_wanted()
    {
        string path = In("a/b");
        OutputFolder folder = OutputFolder.ForNew(path);
        Assert.Empty(_root.EnumerateFileSystemInfos());

        string file = folder.PathOf("metrics.csv");

        Assert.Equal(Path.Combine(path, "metrics.csv"), file);
        Assert.True(Directory.Exists(path));
    }

    [Fact]
    public void An_empty_folder_is_accepted_and_stays_empty()
    {
        OutputFolder.ForNew(_root.FullName);

        Assert.Empty(_root.EnumerateFileSystemInfos());
    }

    [Fact]
    public void A_name_that_no_file_system_takes_is_refused_before_the_work()
    {
        string message = Assert.Throws<UsageException>(() => OutputFolder.ForNew(In(new string('ö', 130) + "/run"))).Message;
        Assert.EndsWith("has a name of 260 bytes in its path; expected names of at most 255 bytes", message, StringComparison.Ordinal);
        OutputFolder.ForNew(In(new string('o', 255)));
    }

    [Fact]
    public void A_folder_with_content_is_refused_and_untouched()
    {
        File.WriteAllText(In("old.csv"), "old");

        string message = Assert.Throws<UsageException>(() => OutputFolder.ForNew(_root.FullName)).Message;

        Assert.Equal($"output folder '{_root.FullName}' is not empty, it has 'old.csv'; expected a new or empty folder", message);
        Assert.Equal("old", File.ReadAllText(In("old.csv")));
    }

    [Fact]
    public void A_file_and_a_path_below_a_file_are_refused()
    {
        File.WriteAllText(In("file"), "");

        Assert.EndsWith("is a file; expected a new or empty folder",
            Assert.Throws<UsageException>(() => OutputFolder.ForNew(In("file"))).Message, StringComparison.Ordinal);
        Assert.EndsWith($"'{In("file")}' is a file; expected a folder",
            Assert.Throws<UsageException>(() => OutputFolder.ForNew(In("file/x"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_refuses_to_be_written_to_is_refused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs a folder that nobody may write to, root included: /proc");

        string message = Assert.Throws<UsageException>(() => OutputFolder.ForNew("/proc/l2o-results")).Message;

        Assert.Equal("output folder '/proc/l2o-results' can't be written to, '/proc' refuses it; expected a writable folder", message);
    }

    [Fact]
    public void Resuming_needs_a_run()
    {
        Assert.EndsWith("does not exist; expected the folder of a run to resume",
            Assert.Throws<UsageException>(() => OutputFolder.ForResume(In("x"), "checkpoint")).Message, StringComparison.Ordinal);
        Assert.EndsWith("has no 'checkpoint'; expected the folder of a run to resume",
            Assert.Throws<UsageException>(() => OutputFolder.ForResume(_root.FullName, "checkpoint")).Message, StringComparison.Ordinal);

        File.WriteAllText(In("checkpoint"), "");
        Assert.Equal(_root.FullName, OutputFolder.ForResume(_root.FullName, "checkpoint").FullPath);
    }

    private string In(string name) => Path.Combine(_root.FullName, name);
}
