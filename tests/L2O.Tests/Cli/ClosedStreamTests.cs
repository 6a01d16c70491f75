using L2O.Cli;
using Xunit;

namespace L2O.Tests.Cli;

/// <summary>Streams that are closed or full: one line if it can be written, exit code 1, never an unhandled exception.</summary>
public sealed class ClosedStreamTests
{
    public static TheoryData<string> Lines =>
    [
        "--help", "--version", "meta-test --help", "info", "describe lenet", "describe lenet --json", "describe lenet --graph mermaid",
        "presets", "presets --json", "config show quick", "schema", "data list", "data verify", "symmetries lenet", "runs list --help",
    ];

    [Theory]
    [MemberData(nameof(Lines))]
    public void Results_that_can_not_be_written_are_a_failure_in_one_line(string line)
    {
        foreach ((Exception failure, string reason) in new (Exception, string)[]
        {
            (new IOException("No space left on device"), "No space left on device"),
            (new UnauthorizedAccessException("Access to the path is denied."), "it is closed"),
            (new ArgumentException("bad handle"), "it is closed"),
        })
        {
            using var error = new StringWriter();
            var terminal = new Terminal(new ResultWriter(() => throw failure), error, false, false, TimeProvider.System);
            int code = CommandLineApp.Create().Run(line.Split(' '), terminal, CancellationToken.None);
            Assert.Equal((1, $"error: the results can't be written to the standard output: {reason}; expected it open, with room"),
                (code, error.ToString().TrimEnd()));
        }
    }

    [Fact]
    public void With_both_streams_closed_there_is_nothing_but_the_exit_code()
    {
        static TextWriter Closed() => throw new UnauthorizedAccessException("closed");
        var terminal = new Terminal(new ResultWriter(Closed), new ForgivingWriter(Closed), false, false, TimeProvider.System);
        Assert.Equal(1, CommandLineApp.Create().Run(["info"], terminal, CancellationToken.None));
        Assert.Equal(2, CommandLineApp.Create().Run(["inf"], terminal, CancellationToken.None));
    }
}
