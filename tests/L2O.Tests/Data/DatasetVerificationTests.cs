using System.Collections.Immutable;
using L2O.Data.Sources;
using Xunit;

namespace L2O.Tests.Data;

public sealed class DatasetVerificationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DatasetSource _source = TinySource.Uncompressed();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Intact_files_are_ok_compressed_or_not()
    {
        _folder.Write(Path.Combine("tiny", "images"), TinySource.Images);
        _folder.Write(Path.Combine("tiny", "labels.gz"), TemporaryFolder.Gzip(TinySource.Labels));
        Assert.All(Verify(), static status => Assert.Equal((FileCondition.Ok, true),
            (status.Condition, status.Detail.EndsWith(": SHA-256 matches", StringComparison.Ordinal))));
    }

    [Fact]
    public void A_missing_file_names_the_folder_and_the_command_that_gets_it()
    {
        FileStatus status = Verify()[0];
        Assert.Equal(("images.gz", FileCondition.Missing), (status.File, status.Condition));
        Assert.Equal($"not in {Path.Combine(_folder.Root, "tiny")}; get it with: l2o data get tiny", status.Detail);
    }

    public static TheoryData<string, byte[], string> Damages() => new()
    {
        { "images", IdxBytes.With(TinySource.Images, 100, 1), "SHA-256 of the uncompressed content is " },
        { "images", TinySource.Images[..^1], "the file ends inside the values" },
        { "images", IdxBytes.Images(39), "byte 4: the file claims 39 items; expected 40" },
        { "labels", IdxBytes.With(TinySource.Labels, 10, 10), "byte 10: the label is 10; expected 0..9" },
        { "labels.gz", TemporaryFolder.Gzip(TinySource.Labels)[..^6], "the gzip stream lacks its end" },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public void A_damaged_file_says_why(string name, byte[] content, string complaint)
    {
        string path = _folder.Write(Path.Combine("tiny", name), content);
        FileStatus status = Verify()[name == "images" ? 0 : 1];
        Assert.Equal(FileCondition.Damaged, status.Condition);
        Assert.StartsWith(path, status.Detail);
        Assert.Contains(complaint, status.Detail);
    }

    [Fact]
    public void An_archive_of_another_length_says_how_long_it_should_be()
    {
        DatasetSource archive = TinySource.Archive([1, 2, 3, 4], new Uri("http://127.0.0.1:9/"));
        var folder = new DataFolder(_folder.Root);
        _folder.Write(Path.Combine("archive", "archive.bin"), [1, 2, 3]);
        Assert.EndsWith("the file has 3 bytes; expected 4",
            Assert.Single(DatasetVerification.Verify(folder, archive, TestContext.Current.CancellationToken)).Detail);
        _folder.Write(Path.Combine("archive", "archive.bin"), [1, 2, 3, 4, 5, 6]);
        Assert.EndsWith("the file has more than 4 bytes; expected 4",
            Assert.Single(DatasetVerification.Verify(folder, archive, TestContext.Current.CancellationToken)).Detail);
    }

    [Fact]
    public void A_plain_file_whose_archive_alone_has_a_digest_is_checked_for_structure_and_says_so()
    {
        var file = new DatasetFile("labels.gz", new string('0', 64), DigestForm.Stored, 1, [40]);
        var source = new DatasetSource("tiny", "for tests", [file], [new Uri("http://127.0.0.1:9/")]);
        _folder.Write(Path.Combine("tiny", "labels"), TinySource.Labels);
        FileStatus status = DatasetVerification.Verify(new DataFolder(_folder.Root), source, file, TestContext.Current.CancellationToken);
        Assert.Equal(FileCondition.Ok, status.Condition);
        Assert.Contains("structure fits; no digest of the uncompressed file is known", status.Detail);
    }

    private ImmutableArray<FileStatus> Verify() =>
        DatasetVerification.Verify(new DataFolder(_folder.Root), _source, TestContext.Current.CancellationToken);
}
