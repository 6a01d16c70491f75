using System.Diagnostics;
using System.Security.Cryptography;
using L2O.Pretrained;
using L2O.Runs;
using L2O.Tables;
using Xunit;

namespace L2O.SlowTests.Cli;

/// <summary>
/// Real processes, killed without notice at random moments and resumed, with other numbers of threads and on other registers, end in the
/// files of an uninterrupted run. The number of kills is L2O_KILLS, 20 if that is not set. L2O_KILL_DATA names a folder with real MNIST:
/// then the run is that of the preset quick, but for its number of epochs, and checkpoints come every half second.
/// </summary>
public sealed class KillTests(ITestOutputHelper output) : IDisposable
{
    private const string Settings =
        "--set metaTraining.epochs=3 --set metaTraining.runsPerEpoch=5 --set metaTraining.testRuns=1 --set metaTraining.iterations=60 " +
            "--set metaTraining.unroll=10 "
        + "--set metaTraining.batchSize=32 --set learnedOptimizer.hiddenSize=4";

    private const string MnistSettings = "--set metaTraining.epochs=3";

    private static readonly TimeSpan LongestLife = TimeSpan.FromSeconds(8); // of a process that is killed

    private static readonly string[] Results = [PhiFile.FileName, MetaTrainingCsv.FileName,
        "meta_training.parquet", CheckpointFile.FileName, MetaTrainingFolder.ConfigFile];

    private readonly TemporaryFolder _folder = new();
    private readonly TinyMnist _data = new();
    private readonly List<RunSession> _sessions = []; // of the runs that were killed and ended well

    private static string? Mnist => Environment.GetEnvironmentVariable("L2O_KILL_DATA");

    private static int Kills => int.TryParse(Environment.GetEnvironmentVariable("L2O_KILLS"), out int kills) ? kills : 20;

    public void Dispose()
    {
        _folder.Dispose();
        _data.Dispose();
    }

    [Fact]
    public void Runs_killed_at_random_moments_and_resumed_end_in_the_same_bytes()
    {
        var random = new Random(1);
        (TimeSpan whole, int code) = Start("whole", resume: false, threads: 1, limit: null);
        Assert.Equal(0, code);
        int kills = 0, finished = 0, resumed = 0;
        while (kills < Kills || finished == 0)
        {
            bool resume = File.Exists(_folder[$"run/{MetaTrainingFolder.ConfigFile}"]);
            // Somewhere between the very beginning and a fifth behind the time that the whole takes, but so that many hit each long run.
            TimeSpan most = 1.2 * whole < LongestLife ? 1.2 * whole : LongestLife;
            TimeSpan? limit = kills < Kills ? random.NextDouble() * most : null;
            (_, code) = Start("run", resume, threads: 1 + kills % 3, limit);
            if (code == 0)
            {
                AssertSame();
                _sessions.AddRange(RunRecord.Load(_folder["run"]).Sessions);
                Directory.Delete(_folder["run"], recursive: true);
                finished++;
                continue;
            }
            Assert.Equal(137, code);
            kills++;
            resumed += resume ? 1 : 0;
        }
        Assert.True(resumed > 0, "no kill hit a run that had begun");
        int[] lanes = [.. _sessions.Select(static session => session.Machine.Lanes).Distinct()];
        output.WriteLine(
            $"{kills} kills, {resumed} of resumed processes, {finished} runs finished on registers of {string.Join(" and ", lanes)} " +
            $"bits; the whole took {whole.TotalSeconds:F1} s undisturbed");
        foreach (string name in Results)
            output.WriteLine($"{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(_folder[$"whole/{name}"])))}  {name}");
    }

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    [InlineData("HUP", 129)]
    public void A_signal_ends_a_run_with_its_code_and_a_line_that_says_how_to_go_on(string signal, int expected)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals by number are a thing of Unix");
        Start("whole", resume: false, threads: 1, limit: null);
        using Process process = Launch("run", resume: false, threads: 1);
        while (!File.Exists(_folder[$"run/{CheckpointFile.FileName}"]) && !process.HasExited)
            Thread.Sleep(5);
        using (var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]))
            kill.WaitForExit();
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(expected, process.ExitCode);
        Assert.Matches($"^interrupted: .*are kept.*; go on with: l2o meta-train --resume --out '.*run'\r?\n$", error);
        Assert.Equal(RunState.Interrupted, RunRecord.Load(_folder["run"]).State);
        Start("run", resume: true, threads: 2, limit: null);
        AssertSame();
    }

    private void AssertSame()
    {
        foreach (string name in Results)
            Assert.True(File.ReadAllBytes(_folder[$"whole/{name}"]).AsSpan()
                .SequenceEqual(File.ReadAllBytes(_folder[$"run/{name}"])), $"{name} differs");
        Assert.Empty(Directory.GetFiles(_folder["run"], "*.tmp"));
    }

    /// <summary>Runs the program until it ends or its time is up.</summary>
    private (TimeSpan Took, int Code) Start(string name, bool resume, int threads, TimeSpan? limit)
    {
        if (!resume && Directory.Exists(_folder[name]))
            Directory.Delete(_folder[name], recursive: true); // killed before it had a description
        long started = Stopwatch.GetTimestamp();
        using Process process = Launch(name, resume, threads);
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        if (limit is { } time && !process.WaitForExit(time))
            process.Kill();
        process.WaitForExit();
        Assert.True(process.ExitCode is 0 or 137, $"ended with {process.ExitCode}: {error.Result}");
        return (Stopwatch.GetElapsedTime(started), process.ExitCode);
    }

    private Process Launch(string name, bool resume, int threads)
    {
        (string folder, string every) = Mnist is { } real ? (real, "500ms") : (_data.Root, "3steps");
        string line = resume
            ? $"meta-train --quiet --resume --data-dir {folder} --threads {threads} --checkpoint-every {every} --out {_folder[name]}"
            : $"meta-train {(Mnist is null ? Settings : MnistSettings)} --data mnist --data-dir {folder} --quiet --threads {threads} " +
                $"--checkpoint-every {every} --out {_folder[name]}";
        string[] program = ["dotnet", Path.Combine(AppContext.BaseDirectory, "l2o.dll"), .. line.Split(' ')];
        // A shell's background jobs ignore SIGINT, and so would the programs that these tests start.
        if (OperatingSystem.IsLinux())
            program = ["env", "--default-signal=INT,TERM", .. program];
        var start = new ProcessStartInfo(program[0], program[1..]) { RedirectStandardError = true, RedirectStandardOutput = true };
        if (threads == 2) // registers of half the width too, where the processor has the wide ones
            foreach (string knob in new[] { "DOTNET_EnableAVX512", "DOTNET_EnableAVX512F" })
                start.Environment[knob] = "0";
        return Process.Start(start)!;
    }
}
