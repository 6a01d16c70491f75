using System.Diagnostics;

namespace L2O.SlowTests.Runs;

/// <summary>A Python with torch: that of L2O_PYTHON, else python3 or Debian's own.</summary>
internal static class Python
{
    /// <summary>What a test that needs it says when it is skipped.</summary>
    public const string Missing =
        "no python3 with torch here (Debian: apt-get install python3-torch; L2O_PYTHON names another interpreter)";

    /// <summary>The interpreter; null where none has torch.</summary>
    public static string? WithTorch() =>
        Candidates().FirstOrDefault(static candidate => Run(candidate, "-c", "import torch") is { Code: 0 });

    private static IEnumerable<string> Candidates() =>
        Environment.GetEnvironmentVariable("L2O_PYTHON") is { Length: > 0 } named ? [named] : ["python3", "/usr/bin/python3"];

    /// <summary>Runs a program to its end; null where there is none of that name.</summary>
    public static (int Code, string Output, string Error)? Run(string program, params string[] arguments)
    {
        try
        {
            using Process process =
                Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            Task<string> error = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output, error.Result);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null; // no such program
        }
    }
}
