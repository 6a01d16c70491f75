using System.Diagnostics;
using L2O.Cluster;
using Xunit;

namespace L2O.SlowTests.Cluster;

/// <summary>
/// Workers in processes of their own, killed without notice at random moments, worker 0 and all at once too, and started again, end in the
/// bits of one process that nobody disturbed. L2O_KILLS says how many kills, 20 if it is not set; half as many here.
/// </summary>
public sealed class WorkerKillTests(ITestOutputHelper output) : IDisposable
{
    private const int Workers = 3;

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    private readonly TemporaryFolder _folder = new();
    private readonly Process?[] _processes = new Process?[Workers];
    private readonly Task<string>?[] _errors = new Task<string>?[Workers];

    private static int Kills =>
        Math.Max(3, (int.TryParse(Environment.GetEnvironmentVariable("L2O_KILLS"), out int kills) ? kills : 20) / 2);

    public void Dispose()
    {
        foreach (Process process in _processes.OfType<Process>())
        {
            if (!process.HasExited)
                process.Kill();
            process.WaitForExit();
            process.Dispose();
        }
        _folder.Dispose();
    }

    [Fact]
    public void Killed_workers_that_start_again_change_no_bit()
    {
        string experiment = TinyTraining.Write(_folder), root = _folder["shared"];
        TinyCommands.Run($"meta-train {experiment} --out {_folder["alone"]} --threads 1 --quiet");
        var random = new Random(7);
        int[] kills = new int[Workers];
        int together = 0, wanted = Kills;
        long started = Stopwatch.GetTimestamp();
        while (Start(experiment, root))
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < s_patience, $"not done after {s_patience}");
            Thread.Sleep(random.Next(200, 2500));
            if (kills.Sum() + Workers * together >= wanted)
                continue;
            if (random.Next(5) == 0)
                together += Kill(Enumerable.Range(0, Workers)) > 1 ? 1 : 0;
            else
            {
                int worker = random.Next(Workers);
                kills[worker] += Kill([worker]);
            }
        }

        output.WriteLine($"{string.Join(", ", kills)} kills of workers 0 to {Workers - 1}, and {together} times all at once, in "
            + $"{Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s");
        Assert.True(kills.Sum() + together > 0, "no kill hit");
        Assert.Equal(TinyTraining.Digests(_folder["alone"]), TinyTraining.Digests(root));
    }

    [Fact]
    public async Task A_signal_ends_every_worker_with_its_code_and_all_go_on_from_there()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals by number are a thing of Unix");
        string experiment = TinyTraining.Write(_folder), root = _folder["shared"];
        TinyCommands.Run($"meta-train {experiment} --out {_folder["alone"]} --threads 1 --quiet");
        Start(experiment, root);
        string checkpoint = Path.Combine(root, L2O.Runs.CheckpointFile.FileName);
        while (!File.Exists(checkpoint) && _processes.All(static process => !process!.HasExited))
            await Task.Delay(20, TestContext.Current.CancellationToken);
        foreach (Process? process in _processes)
            using (var kill = Process.Start("kill", ["-TERM", $"{process!.Id}"]))
                await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        for (int k = 0; k < Workers; k++)
        {
            await _processes[k]!.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(143, _processes[k]!.ExitCode);
            Assert.Matches("(?m)^interrupted: .*; go on with: the same command$", (await _errors[k]!).ReplaceLineEndings("\n"));
        }
        Assert.False(File.Exists(Path.Combine(root, ClusterFolder.AddressFile)));
        while (Start(experiment, root))
            await Task.Delay(100, TestContext.Current.CancellationToken);
        Assert.Equal(TinyTraining.Digests(_folder["alone"]), TinyTraining.Digests(root));
    }

    /// <summary>Starts who has not ended well; false once all have.</summary>
    private bool Start(string experiment, string root)
    {
        bool any = false;
        for (int k = 0; k < Workers; k++)
        {
            if (_processes[k] is { HasExited: true } ended)
            {
                ended.WaitForExit();
                if (ended.ExitCode == 0)
                    continue;
                Assert.True(ended.ExitCode is 137 or 143, $"worker {k} ended with {ended.ExitCode}: {_errors[k]!.Result}");
                ended.Dispose();
                _processes[k] = null;
            }
            any = true;
            if (_processes[k] is not null)
                continue;
            string line = $"meta-train {experiment} --out {root} --worker {k}/{Workers} --threads 1 --checkpoint-every 9steps --quiet";
            string[] program = ["dotnet", Path.Combine(AppContext.BaseDirectory, "l2o.dll"), .. line.Split(' ')];
            // A shell's background jobs ignore SIGINT, and so would the programs that these tests start.
            if (OperatingSystem.IsLinux())
                program = ["env", "--default-signal=INT,TERM", .. program];
            var start = new ProcessStartInfo(program[0], program[1..]) { RedirectStandardError = true, RedirectStandardOutput = true };
            _processes[k] = Process.Start(start)!;
            _errors[k] = _processes[k]!.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        }
        return any;
    }

    private int Kill(IEnumerable<int> workers)
    {
        int killed = 0;
        foreach (int k in workers)
        {
            if (_processes[k] is not { HasExited: false } process)
                continue;
            process.Kill();
            process.WaitForExit();
            killed += process.ExitCode == 137 ? 1 : 0;
        }
        return killed;
    }
}
