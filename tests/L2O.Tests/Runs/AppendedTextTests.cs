using System.IO.Pipes;
using System.Text.Json;
using L2O.Files;
using L2O.MetaTesting;
using L2O.Runs;
using L2O.Tables;
using Xunit;

namespace L2O.Tests.Runs;

/// <summary>Texts that grow by lines: whatever cut the last one, the next record begins on a line of its own.</summary>
public sealed class AppendedTextTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_log_goes_on_behind_a_line_that_was_cut()
    {
        string path = _folder["log.jsonl"];
        using (var log = new JsonLinesLogger(path))
            log.Noted("first");
        string whole = File.ReadAllText(path);
        File.WriteAllText(path, whole + whole[..20]); // the process was killed within its second line
        using (var log = new JsonLinesLogger(path))
        {
            log.Noted("third");
            log.Noted("fourth");
        }
        string[] lines = File.ReadAllLines(path);
        Assert.Equal((4, whole.TrimEnd(), whole[..20]), (lines.Length, lines[0], lines[1]));
        Assert.Equal(["third", "fourth"],
            lines[2..].Select(static line => JsonDocument.Parse(line).RootElement.GetProperty("message").GetString()));
        using (var log = new JsonLinesLogger(path))
            log.Noted("fifth");
        Assert.Equal(5, File.ReadAllLines(path).Length); // no empty line in between
    }

    [Fact]
    public void A_log_may_be_a_pipe()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs /proc/self/fd");
        using var pipe = new AnonymousPipeServerStream(PipeDirection.In);
        using (var log = new JsonLinesLogger($"/proc/self/fd/{pipe.GetClientHandleAsString()}"))
            log.Noted("through");
        pipe.DisposeLocalCopyOfClientHandle();
        using var reader = new StreamReader(pipe);
        Assert.Equal("through", JsonDocument.Parse(reader.ReadToEnd()).RootElement.GetProperty("message").GetString());
    }

    [Theory]
    [InlineData("HEADER\n2026-01-01T00:0", "HEADER\n")] // killed within a row
    [InlineData("HEADER\nROW\nROW,half", "HEADER\nROW\n")]
    [InlineData("HEADER\nROW\n", "HEADER\nROW\n")]
    [InlineData("time,ep", "HEADER\n")] // within the header
    [InlineData("", "HEADER\n")]
    public void Half_a_row_of_a_runs_progress_goes_so_that_the_table_stays_one(string found, string kept)
    {
        const string row = "2026-01-01T00:00:00.000Z,,1,2,0.5,";
        string Fill(string text) => text.Replace("HEADER", ProgressPoint.Header, StringComparison.Ordinal)
            .Replace("ROW", row, StringComparison.Ordinal);
        string path = _folder[ProgressLog.FileName];
        File.WriteAllText(path, Fill(found));
        using (var progress = new ProgressLog(_folder.Root))
            progress.Report(new MetaTestProgress(1, 2, 0.5));
        string text = File.ReadAllText(path);
        Assert.StartsWith(Fill(kept), text, StringComparison.Ordinal);
        Assert.NotNull(ProgressPoint.Parse(text[Fill(kept).Length..].TrimEnd('\n')));
    }
}
