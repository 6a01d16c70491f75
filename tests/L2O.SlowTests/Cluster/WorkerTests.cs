using L2O.Cluster;
using L2O.Runs;
using Xunit;

namespace L2O.SlowTests.Cluster;

/// <summary>Workers of one meta-training, in threads of this process, over a real server on the loopback address.</summary>
public sealed class WorkerTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Bits_depend_neither_on_threads_nor_on_workers()
    {
        string experiment = TinyTraining.Write(_folder);
        string[] expected = Alone(experiment, threads: 1);
        output.WriteLine(string.Join('\n', expected));
        Assert.Equal(expected, Alone(experiment, threads: 2));
        foreach (int workers in (int[])[1, 2, 5])
        {
            string root = _folder[$"shared{workers}"];
            CliHarness.CliOutcome[] outcomes = Start(experiment, root, workers);
            Assert.All(outcomes, static outcome => Assert.True(outcome.Code == 0, outcome.Error), throwIfEmpty: true);
            for (int k = 0; k < workers; k++)
                Assert.Equal(expected, TinyTraining.Digests(new ClusterFolder(root).FolderOf(new WorkerPlace(k, workers))));
            Assert.Equal(RunState.Finished, RunRecord.Load(root).State);
        }
    }

    [Fact]
    public void A_finished_meta_training_ends_every_worker_at_once()
    {
        string experiment = TinyTraining.Write(_folder), root = _folder["shared"];
        Start(experiment, root, 2);
        CliHarness.CliOutcome late = Run(experiment, root, new WorkerPlace(1, 2)), hub = Run(experiment, root, new WorkerPlace(0, 2));

        Assert.Equal((0, $"worker 1/2: worker 0 is done, the results are in {root}\n"), (late.Code, late.Error));
        Assert.Equal(0, hub.Code);
        Assert.StartsWith("best of 3 epochs", hub.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_worker_without_a_hub_says_so_and_gives_up()
    {
        string experiment = TinyTraining.Write(_folder), root = _folder["shared"];
        CliHarness.CliOutcome outcome = Run(experiment, root, new WorkerPlace(1, 2), "--worker-timeout", "4s");

        Assert.Equal(1, outcome.Code);
        Assert.Contains("waiting for worker 0 to make", outcome.Error, StringComparison.Ordinal);
        Assert.EndsWith("expected it within --worker-timeout\n", outcome.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(root));

        outcome = Run(experiment, root, new WorkerPlace(0, 2), "--worker-timeout", "4s");
        Assert.Equal(1, outcome.Code);
        Assert.Contains("waiting for worker 1 of 2 with their part of meta-step 1 since", outcome.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(root, ClusterFolder.AddressFile)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_worker_that_is_taken_is_refused(int worker)
    {
        string experiment = TinyTraining.Write(_folder), root = _folder["shared"];
        Start(experiment, root, 2);
        File.Delete(Path.Combine(root, ClusterFolder.AddressFile)); // as if it were not done
        var place = new WorkerPlace(worker, 2);
        using RunLock taken = RunLock.Acquire(new ClusterFolder(root).FolderOf(place));
        CliHarness.CliOutcome outcome = Run(experiment, root, place, "--quiet");

        Assert.Equal(2, outcome.Code);
        Assert.Matches("^error: folder '.*' is in use( by process .*)?; expected one that no other run writes to\r?\n$", outcome.Error);
    }

    private string[] Alone(string experiment, int threads)
    {
        string root = _folder[$"alone{threads}"];
        TinyCommands.Run($"meta-train {experiment} --out {root} --threads {threads} --quiet");
        return TinyTraining.Digests(root);
    }

    private static CliHarness.CliOutcome[] Start(string experiment, string root, int workers)
    {
        var outcomes = new CliHarness.CliOutcome[workers];
        Thread[] threads = [.. Enumerable.Range(0, workers).Select(k => new Thread(() =>
            outcomes[k] = Run(experiment, root, new WorkerPlace(k, workers))))];
        Array.ForEach(threads, static thread => thread.Start());
        Array.ForEach(threads, static thread => thread.Join());
        return outcomes;
    }

    private static CliHarness.CliOutcome Run(string experiment, string root, WorkerPlace place, params string[] more) =>
        CliHarness.Run(["meta-train", experiment, "--out", root, "--worker", $"{place}", "--threads", "1", .. more]);
}
