using System.Text.RegularExpressions;
using L2O.Tables;
using Xunit;

namespace L2O.SlowTests.Cluster;

/// <summary>What <c>l2o submit</c> writes does what it says under a real Slurm; L2O_SLURM=1 starts one.</summary>
public sealed partial class SlurmTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Jobs_end_in_the_bits_of_one_process()
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable(SlurmCluster.Variable) is not { Length: > 0 },
            $"{SlurmCluster.Variable} is not set: no Slurm is to be started");
        string experiment = TinyTraining.Write(_folder);
        TinyCommands.Run($"meta-train {experiment} --out {_folder["alone"]} --threads 1 --quiet");
        TinyCommands.Run($"paper --scale smoke --only fig8 --data digits --out {_folder["paper-here"]} --threads 2 --quiet");

        using var cluster = SlurmCluster.Start();
        L2o(cluster, $"submit {experiment} --out {_folder["shared"]} --tasks 2 --time 10:00");
        cluster.WaitForJobs();
        Assert.Equal(TinyTraining.Digests(_folder["alone"]), TinyTraining.Digests(_folder["shared"]));

        string job = Job().Match(L2o(cluster, $"submit {experiment} --out {_folder["killed"]} --tasks 2")).Groups[1].Value;
        string worker = _folder["killed/workers/1/run.alive"];
        cluster.WaitUntil(() => File.Exists(worker), "worker 1 has not begun");
        cluster.Call("kill", "-KILL", ProcessId().Match(File.ReadAllText(worker)).Groups[1].Value);
        cluster.WaitUntil(() => Restarts().IsMatch(cluster.Call("scontrol", "show", "job", job)), "the job is not requeued");
        cluster.WaitForJobs();
        Assert.Equal(TinyTraining.Digests(_folder["alone"]), TinyTraining.Digests(_folder["killed"]));

        L2o(cluster, $"submit paper --scale smoke --only fig8 --data digits --out {_folder["paper"]}");
        cluster.WaitForJobs();
        AssertSameStudy(_folder["paper-here"], _folder["paper"]);
    }

    private static void AssertSameStudy(string here, string there)
    {
        string[] tables = [.. Directory.EnumerateFiles(Path.Combine(here, "steps"), "*.csv", SearchOption.AllDirectories)
            .Where(static path => Path.GetFileName(path) != "progress.csv").Select(path => Path.GetRelativePath(here, path))];
        Assert.All([.. tables, ClaimsFile.FileName], name =>
            Assert.Equal(File.ReadAllText(Path.Combine(here, name)), File.ReadAllText(Path.Combine(there, name))), throwIfEmpty: true);
        Assert.Contains(tables, static name => name.EndsWith(MetricsCsv.MetricsFile, StringComparison.Ordinal));
    }

    private static string L2o(SlurmCluster cluster, string line) =>
        cluster.Call("dotnet", [Path.Combine(AppContext.BaseDirectory, "l2o.dll"), .. line.Split(' ')]);

    [GeneratedRegex(@"^job (\d+)")]
    private static partial Regex Job();

    [GeneratedRegex(@"""processId"": (\d+)")]
    private static partial Regex ProcessId();

    [GeneratedRegex(@"Restarts=1 ")]
    private static partial Regex Restarts();
}
