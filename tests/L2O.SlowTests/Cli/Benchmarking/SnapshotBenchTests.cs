using L2O.Bench;
using L2O.Bench.Results;
using L2O.Data.Digits;
using Xunit;

namespace L2O.SlowTests.Cli.Benchmarking;

public sealed class SnapshotBenchTests
{
    [Fact]
    public void A_snapshot_of_few_images_is_timed_and_named()
    {
        using var bench = new SnapshotBench(SyntheticDigits.Load(threads: 1, trainCount: 300, testCount: 1).Train, threads: 1);
        var repetitions = new Repetitions(seconds: 0.01, warmUpSeconds: 0, TestContext.Current.CancellationToken);
        DynamicsResult[] results = [bench.TailIndex(repetitions), bench.Covariance(repetitions)];
        Assert.Equal(SnapshotBench.Count, results.Length);
        Assert.Equal(["tail index, 3 mini-batches", "covariance trace, 60 samples"], results.Select(static result => result.Name));
        Assert.Equal(3 * 0.034, results[0].StudySeconds, 1e-12);
        Assert.All(results, static result => Assert.True(result.Seconds.Minimum > 0 && result.ProposalSeconds > 0 && result.Speedup > 0),
            throwIfEmpty: true);
    }
}
