using L2O.Data.Sources;
using Xunit;

namespace L2O.Tests.Data;

public sealed class DatasetDownloaderTests : IDisposable
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 300_000).Select(static i => (byte)(i * 31 + i / 256))];

    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _client = new();

    private string Target => Path.Combine(_folder.Root, "archive", "archive.bin");

    private string Part => Target + ".part";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _client.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_failing_mirror_is_followed_by_the_next_one()
    {
        await using var failing = new ScriptedServer(static _ => null);
        await using var working = new ScriptedServer(static _ => Content);
        await GetAsync(failing.Address, working.Address);
        Assert.Equal(Content, await File.ReadAllBytesAsync(Target, Cancellation));
        Assert.Single(failing.Starts);
        Assert.False(File.Exists(Part));
    }

    [Fact]
    public async Task A_broken_connection_is_resumed_where_it_broke()
    {
        await using var server = new ScriptedServer(static _ => Content);
        server.BreakAfter.Enqueue(100_000);
        server.BreakAfter.Enqueue(50_000);
        await GetAsync(server.Address);
        Assert.Equal([0, 100_000, 150_000], server.Starts);
        Assert.Equal(Content, await File.ReadAllBytesAsync(Target, Cancellation));
    }

    [Fact]
    public async Task What_an_earlier_download_left_is_continued()
    {
        _folder.Write(Path.Combine("archive", "archive.bin.part"), Content[..123_456]);
        await using var server = new ScriptedServer(static _ => Content);
        await GetAsync(server.Address);
        Assert.Equal([123_456], server.Starts);
        Assert.Equal(Content, await File.ReadAllBytesAsync(Target, Cancellation));
    }

    [Fact]
    public async Task A_server_that_ignores_the_range_starts_the_file_again()
    {
        _folder.Write(Path.Combine("archive", "archive.bin.part"), new byte[123_456]);
        await using var server = new ScriptedServer(static _ => Content) { IgnoresRange = true };
        await GetAsync(server.Address);
        Assert.Equal([123_456], server.Starts);
        Assert.Equal(Content, await File.ReadAllBytesAsync(Target, Cancellation));
    }

    [Theory]
    [InlineData(200_000)]
    [InlineData(300_000)]
    [InlineData(400_000)]
    public async Task A_wrong_beginning_is_thrown_away_and_fetched_afresh(int length)
    {
        _folder.Write(Path.Combine("archive", "archive.bin.part"), new byte[length]);
        await using var server = new ScriptedServer(static _ => Content);
        await GetAsync(server.Address);
        Assert.Equal([length, 0], server.Starts);
        Assert.Equal(Content, await File.ReadAllBytesAsync(Target, Cancellation));
    }

    [Fact]
    public async Task A_complete_part_file_is_accepted_without_another_transfer()
    {
        _folder.Write(Path.Combine("archive", "archive.bin.part"), Content);
        await using var server = new ScriptedServer(static _ => Content);
        await GetAsync(server.Address);
        Assert.Equal([Content.Length], server.Starts);
        Assert.Equal(Content, await File.ReadAllBytesAsync(Target, Cancellation));
    }

    [Fact]
    public async Task A_wrong_digest_is_refused_and_nothing_stays()
    {
        byte[] forged = IdxBytes.With(Content, 1000, (byte)(Content[1000] ^ 1));
        await using var server = new ScriptedServer(_ => forged);
        IOException failure = await Assert.ThrowsAsync<IOException>(() => GetAsync(server.Address));
        Assert.StartsWith($"cannot fetch archive/archive.bin; {server.Address}archive.bin: ", failure.Message);
        Assert.Contains("SHA-256 of the file is", failure.Message);
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(Target)!));
        Assert.Single(server.Starts);
    }

    [Fact]
    public async Task A_body_beyond_the_expected_size_is_cut_off()
    {
        byte[] endless = new byte[2_000_000];
        await using var server = new ScriptedServer(_ => endless);
        IOException failure = await Assert.ThrowsAsync<IOException>(() => GetAsync(server.Address));
        Assert.Contains("the server sends more than 300000 bytes", failure.Message);
        Assert.False(File.Exists(Target));
    }

    [Fact]
    public async Task All_mirrors_answers_are_in_the_complaint()
    {
        await using var first = new ScriptedServer(static _ => null);
        await using var second = new ScriptedServer(static _ => null);
        IOException failure = await Assert.ThrowsAsync<IOException>(() => GetAsync(first.Address, second.Address));
        Assert.Contains($"{first.Address}archive.bin: the server answered 404 (Not Found)", failure.Message);
        Assert.Contains($"{second.Address}archive.bin: the server answered 404 (Not Found)", failure.Message);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Fact]
    public async Task A_silent_server_is_left_and_its_bytes_are_kept()
    {
        await using var silent = new ScriptedServer(static _ => Content) { FallsSilent = true };
        silent.BreakAfter.Enqueue(100_000);
        await using var working = new ScriptedServer(static _ => Content);
        DatasetSource source = TinySource.Archive(Content, silent.Address, working.Address);
        await new DatasetDownloader(_client, TimeSpan.FromMilliseconds(200))
            .GetAsync(source, new DataFolder(_folder.Root), null, Cancellation);
        Assert.Equal([100_000], working.Starts);
        Assert.Equal(Content, await File.ReadAllBytesAsync(Target, Cancellation));
    }

    [Fact]
    public async Task Canceling_keeps_what_has_arrived()
    {
        await using var server = new ScriptedServer(static _ => Content) { FallsSilent = true };
        server.BreakAfter.Enqueue(100_000);
        using var cancel = new CancellationTokenSource();
        var progress = new Watcher(report =>
        {
            if (report.Bytes == 100_000)
                cancel.Cancel();
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            new DatasetDownloader(_client)
                .GetAsync(TinySource.Archive(Content, server.Address), new DataFolder(_folder.Root), progress, cancel.Token));
        Assert.Equal(Content[..100_000], await File.ReadAllBytesAsync(Part, Cancellation));
        Assert.False(File.Exists(Target));
    }

    [Fact]
    public async Task Progress_counts_bytes_on_disk_against_the_whole_file()
    {
        _folder.Write(Path.Combine("archive", "archive.bin.part"), Content[..200_000]);
        await using var server = new ScriptedServer(static _ => Content);
        var reports = new List<DownloadProgress>();
        await GetAsync(new Watcher(reports.Add), server.Address);
        Assert.All(reports, static report => Assert.Equal(("archive.bin", 300_000L), (report.File, report.TotalBytes)),
            throwIfEmpty: true);
        Assert.True(reports[0].Bytes > 200_000);
        Assert.Equal(300_000, reports[^1].Bytes);
    }

    [Fact]
    public async Task Only_missing_and_damaged_files_are_fetched()
    {
        byte[] images = TemporaryFolder.Gzip(TinySource.Images);
        _folder.Write(Path.Combine("tiny", "images.gz"), images[..^3]);
        string labels = _folder.Write(Path.Combine("tiny", "labels"), TinySource.Labels);
        var asked = new List<string>();
        await using var server = new ScriptedServer(name =>
        {
            asked.Add(name);
            return images;
        });
        DatasetSource source = TinySource.Uncompressed(server.Address);
        await new DatasetDownloader(_client).GetAsync(source, new DataFolder(_folder.Root), null, Cancellation);
        Assert.Equal(["images.gz"], asked);
        Assert.Equal(images, await File.ReadAllBytesAsync(Path.Combine(_folder.Root, "tiny", "images.gz"), Cancellation));
        Assert.True(File.Exists(labels));
    }

    private Task GetAsync(params Uri[] mirrors) => GetAsync(null, mirrors);

    private Task GetAsync(IProgress<DownloadProgress>? progress, params Uri[] mirrors) =>
        new DatasetDownloader(_client).GetAsync(TinySource.Archive(Content, mirrors), new DataFolder(_folder.Root), progress, Cancellation);

    /// <summary>Reports at once, on the reporting thread, unlike <see cref="Progress{T}"/>.</summary>
    private sealed class Watcher(Action<DownloadProgress> see) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value) => see(value);
    }
}
