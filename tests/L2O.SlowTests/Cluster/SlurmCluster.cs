using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace L2O.SlowTests.Cluster;

/// <summary>
/// A real Slurm on this machine alone: munge, controller and node, with everything in a temporary folder and ports of its own.
/// </summary>
public sealed class SlurmCluster : IDisposable
{
    /// <summary>Says that Slurm is to be started; else tests that need it are skipped.</summary>
    public const string Variable = "L2O_SLURM";

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"l2o-slurm-{Environment.ProcessId}");

    private SlurmCluster()
    {
    }

    private string Config => Path.Combine(_folder, "slurm.conf");

    /// <summary>Starts it.</summary>
    public static SlurmCluster Start()
    {
        var cluster = new SlurmCluster();
        string folder = cluster._folder, host = Environment.MachineName;
        foreach (string name in (string[])["state", "spool"])
            Directory.CreateDirectory(Path.Combine(folder, name));
        File.WriteAllBytes(Path.Combine(folder, "munge.key"), RandomNumberGenerator.GetBytes(128));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path.Combine(folder, "munge.key"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.WriteAllText(cluster.Config, Configuration(folder, host));
        try
        {
            cluster.Call("munged", "--force", $"--key-file={folder}/munge.key", $"--socket={folder}/munge.socket",
                $"--pid-file={folder}/munge.pid", $"--log-file={folder}/munge.log", $"--seed-file={folder}/munge.seed");
            cluster.Call("slurmctld");
            cluster.Call("slurmd");
            cluster.WaitUntil(() => cluster.Call("sinfo", "-h", "-o", "%T").Trim() == "idle", "the node is not idle");
            return cluster;
        }
        catch
        {
            cluster.Dispose();
            throw;
        }
    }

    /// <summary>Waits until no job is left.</summary>
    public void WaitForJobs() => WaitUntil(() => Call("squeue", "-h").Length == 0, "jobs are left");

    /// <summary>Waits until something holds.</summary>
    public void WaitUntil(Func<bool> holds, string problem)
    {
        long started = Stopwatch.GetTimestamp();
        while (!holds())
        {
            if (Stopwatch.GetElapsedTime(started) > s_patience)
                throw new TimeoutException($"{problem} after {s_patience}: {Call("squeue")}");
            Thread.Sleep(100);
        }
    }

    /// <summary>Runs a program with this Slurm's configuration, and returns what it prints.</summary>
    public string Call(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        start.Environment["SLURM_CONF"] = Config;
        using Process process = Process.Start(start)!;
        // what a daemon's child keeps open would never end
        string output = program is "munged" or "slurmctld" or "slurmd" ? "" : process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {output}");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            Call("scancel", "--user=root");
            WaitForJobs();
            Call("scontrol", "shutdown");
            WaitUntil(() => !File.Exists($"{_folder}/slurmd.pid") && !File.Exists($"{_folder}/slurmctld.pid"), "Slurm goes on");
        }
        finally
        {
            if (int.TryParse(File.Exists($"{_folder}/munge.pid") ? File.ReadAllText($"{_folder}/munge.pid").Trim() : "", out int munge))
                using (var process = Process.GetProcessById(munge))
                    process.Kill();
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static string Configuration(string folder, string host) => $"""
        ClusterName=l2o
        SlurmctldHost={host}(127.0.0.1)
        SlurmctldPort={FreePort()}
        SlurmdPort={FreePort()}
        AuthType=auth/munge
        AuthInfo=socket={folder}/munge.socket,cred_expire=5
        SlurmUser=root
        SlurmdUser=root
        StateSaveLocation={folder}/state
        SlurmdSpoolDir={folder}/spool
        SlurmctldPidFile={folder}/slurmctld.pid
        SlurmdPidFile={folder}/slurmd.pid
        SlurmctldLogFile={folder}/slurmctld.log
        SlurmdLogFile={folder}/slurmd.log
        ProctrackType=proctrack/linuxproc
        TaskPlugin=task/none
        SelectType=select/cons_tres
        SelectTypeParameters=CR_CPU
        MpiDefault=none
        ReturnToService=2
        KillWait=5
        SlurmdParameters=config_overrides
        NodeName={host} NodeAddr=127.0.0.1 CPUs=4 State=UNKNOWN
        PartitionName=test Nodes={host} Default=YES MaxTime=INFINITE State=UP

        """;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
