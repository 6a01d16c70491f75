using L2O.Cli;
using L2O.Files;
using Microsoft.Extensions.Logging;
using Xunit;

namespace L2O.Tests.Cli;

public sealed class ForgivingWriterTests
{
    [Fact]
    public void Messages_that_nobody_takes_are_lost_and_nothing_else()
    {
        using var gone = new Gone();
        using var writer = new ForgivingWriter(() => gone);

        writer.WriteLine("a line");
        writer.Write("a text");
        writer.Write('c');
        writer.Flush();

        Assert.Equal(4, gone.Attempts);
    }

    [Fact]
    public void A_log_on_a_full_disk_is_given_up_once()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "there is no /dev/full");
        var reasons = new List<string>();
        using (var log = new JsonLinesLogger("/dev/full") { GivenUp = reasons.Add })
        {
            log.Log(LogLevel.Warning, default, "one", null, static (text, _) => text);
            log.Log(LogLevel.Warning, default, "two", null, static (text, _) => text);
        }
        Assert.Contains("No space left", Assert.Single(reasons), StringComparison.Ordinal);
    }

    private sealed class Gone : StringWriter
    {
        public int Attempts { get; private set; }

        public override void Write(char value) => Fail();

        public override void Write(string? value) => Fail();

        public override void WriteLine(string? value) => Fail();

        public override void Flush() => Fail();

        private void Fail()
        {
            Attempts++;
            throw new IOException("broken pipe");
        }
    }
}
