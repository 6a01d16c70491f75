using System.ComponentModel;
using System.Diagnostics;
using L2O.Files;

namespace L2O.Cli.Slurm;

/// <summary>Slurm, by its command <c>sbatch</c>.</summary>
internal static class SlurmQueue
{
    private const string Program = "sbatch";

    /// <summary>How a job calls this program.</summary>
    public static string[] Self => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "l2o" ? [Environment.ProcessPath!]
        : ["dotnet", Path.Combine(AppContext.BaseDirectory, "l2o.dll")];

    /// <summary>Refuses to go on where there is no Slurm.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static void Require()
    {
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        if (!folders.Any(static folder => folder.Length > 0 && File.Exists(Path.Combine(folder, Program))))
            throw new UsageException($"'{Program}' is not on the path; expected Slurm's commands, or --dry-run, which prints the script");
    }

    /// <summary>Stores a script and submits it.</summary>
    /// <param name="path">Where the script goes; its folder is there.</param>
    /// <param name="script">Its text.</param>
    /// <param name="after">The job that has to end well before; null for none.</param>
    /// <returns>The job's number.</returns>
    /// <exception cref="WorkFailedException">Slurm does not take it.</exception>
    public static string Submit(string path, string script, string? after = null)
    {
        AtomicFile.WriteText(path, script);
        string[] dependency = after is null ? [] : [$"--dependency=afterok:{after}", "--kill-on-invalid-dep=yes"];
        var start = new ProcessStartInfo(Program, ["--parsable", .. dependency, path])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> error = process.StandardError.ReadToEndAsync();
            string job = process.StandardOutput.ReadToEnd().Split(';', '\n')[0].Trim();
            process.WaitForExit();
            string said = error.GetAwaiter().GetResult().ReplaceLineEndings(" ").Trim();
            return process.ExitCode == 0 && job.Length > 0 ? job
                : throw new WorkFailedException($"{Program} ended with {process.ExitCode}: {said}; the script is {path}");
        }
        catch (Win32Exception failure)
        {
            throw new WorkFailedException($"{Program} can't be started: {failure.Message}");
        }
    }
}
