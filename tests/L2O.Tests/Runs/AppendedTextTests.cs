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

    [Fact]
    public void So_does_the_progress_of_a_run()
    {
        string path = _folder[ProgressLog.FileName];
        File.WriteAllText(path, $"{ProgressPoint.Header}\n2026-01-01T00:0");
        using (var progress = new ProgressLog(_folder.Root))
            progress.Report(new MetaTestProgress(1, 2, 0.5));
        string[] lines = File.ReadAllLines(path);
        Assert.Equal((3, "2026-01-01T00:0"), (lines.Length, lines[1]));
        Assert.Equal(ProgressPoint.Header.Split(',').Length, lines[2].Split(',').Length);
    }
}
