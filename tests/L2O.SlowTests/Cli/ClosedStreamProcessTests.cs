using System.Diagnostics;
using Xunit;

namespace L2O.SlowTests.Cli;

/// <summary>Real processes whose output or error stream is closed or full.</summary>
public sealed class ClosedStreamProcessTests
{
    private const string Failed = "error: the results can't be written to the standard output: ";

    [Theory]
    [InlineData("--help")]
    [InlineData("meta-test --help")]
    [InlineData("info")]
    [InlineData("describe lenet")]
    [InlineData("config show quick")]
    [InlineData("data list --json")]
    [InlineData("symmetries lenet")]
    [InlineData("--version")]
    public void It_ends_with_exit_code_1_and_one_line_at_most(string line)
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "there is no /dev/full");
        Assert.Equal((1, $"{Failed}No space left on device; expected it open, with room"), Run($"{line} >/dev/full"));
        Assert.Equal((1, $"{Failed}it is closed; expected it open, with room"), Run($"{line} >&-"));
        Assert.Equal((0, ""), Run($"{line} 2>&- | cat >/dev/null; exit ${{PIPESTATUS[0]}}"));
    }

    [Theory]
    [InlineData("info >&- 2>&-", 1)]
    [InlineData("info >/dev/full 2>/dev/full", 1)]
    [InlineData("--help >&- 2>/dev/full", 1)]
    [InlineData("unknown 2>&-", 2)]
    [InlineData("unknown 2>/dev/full", 2)]
    public void Where_nothing_can_be_said_the_exit_code_says_it(string line, int expected)
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "there is no /dev/full");
        Assert.Equal((expected, ""), Run(line));
    }

    private static (int Code, string Error) Run(string line)
    {
        using var process = Process.Start(new ProcessStartInfo("bash",
            ["-c", $"dotnet '{Path.Combine(AppContext.BaseDirectory, "l2o.dll")}' {line}"])
        { RedirectStandardError = true, RedirectStandardOutput = true })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.Equal("", output.Result);
        return (process.ExitCode, error.TrimEnd());
    }
}
