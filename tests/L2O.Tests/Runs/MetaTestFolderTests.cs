using System.Collections.Immutable;
using L2O.Data;
using L2O.Data.Digits;
using L2O.Experiments;
using L2O.MetaTesting;
using L2O.Numerics;
using L2O.Optimizers.Learned.Lstm;
using L2O.Pretrained;
using L2O.Runs;
using L2O.Tables;
using Xunit;

namespace L2O.Tests.Runs;

public sealed class MetaTestFolderTests
{
    private static readonly DataSplits s_digits = SyntheticDigits.Load(trainCount: 60, testCount: 40);

    private static readonly string[] s_tables = [MetricsCsv.MetricsFile, MetricsCsv.RunsFile,
        MetricsCsv.LearningRatesFile, MeasurementCsv.FileName];

    [Fact]
    public void Threads_and_interruptions_change_no_bit()
    {
        using var folder = new TemporaryFolder();
        MetaTestFolder whole = Create(folder, "whole", Describe());
        whole.Run(s_digits, new MetaTestRunOptions { Threads = 1 }, TestContext.Current.CancellationToken);

        MetaTestFolder stopped = Create(folder, "stopped", Describe());
        using var source = new CancellationTokenSource();
        var stop = new StopAfter(source, reports: 5);
        Assert.ThrowsAny<OperationCanceledException>(() =>
            stopped.Run(s_digits, new MetaTestRunOptions { Threads = 2, Progress = stop }, source.Token));
        Assert.False(File.Exists(Path.Combine(stopped.FullPath, MeasurementCsv.FileName)));
        string[] cells = Directory.GetFiles(Path.Combine(stopped.FullPath, "cells"), "*.csv");
        Assert.NotEmpty(cells);
        DateTime[] written = [.. cells[1..].Select(File.GetLastWriteTimeUtc)];
        File.AppendAllText(cells[0], "1,all,x,,1,,\n"); // damaged
        File.WriteAllText(Path.Combine(stopped.FullPath, "cells", ".left.csv.abc.tmp"), "by a process that was killed");

        MetaTestFolder.Resume(stopped.FullPath, Describe())
            .Run(s_digits, new MetaTestRunOptions { Threads = 3 }, TestContext.Current.CancellationToken);

        foreach (string table in s_tables)
            Assert.Equal(File.ReadAllBytes(Path.Combine(whole.FullPath, table)), File.ReadAllBytes(Path.Combine(stopped.FullPath, table)));
        Assert.Equal(written, cells[1..].Select(File.GetLastWriteTimeUtc)); // not made again
        Assert.Empty(Directory.GetFiles(Path.Combine(stopped.FullPath, "cells"), "*.tmp"));
        Assert.Equal(RunState.Finished, RunRecord.Load(stopped.FullPath).State);
        Assert.Equal(["phi", "sgd", "adam@0.01"], stopped.Measurements().Select(static row => row.Optimizer).Distinct());
        Assert.Equal([1, 4, 7, 8], stopped.Measurements().Select(static row => row.Measurement.Iteration).Distinct().Order());
    }

    [Fact]
    public void A_stored_curve_without_its_measurements_is_run_again()
    {
        using var folder = new TemporaryFolder();
        MetaTestFolder test = Create(folder, "test", Describe());
        test.Run(s_digits, cancellation: TestContext.Current.CancellationToken);
        byte[] before = File.ReadAllBytes(Path.Combine(test.FullPath, MeasurementCsv.FileName));
        foreach (string cell in Directory.GetFiles(Path.Combine(test.FullPath, "cells"), "*.csv"))
            File.Delete(cell);

        MetaTestFolder.Open(test.FullPath).Run(s_digits, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(before, File.ReadAllBytes(Path.Combine(test.FullPath, MeasurementCsv.FileName)));
    }

    [Fact]
    public void Progress_counts_up_to_the_total()
    {
        using var folder = new TemporaryFolder();
        MetaTestFolder test = Create(folder, "test", Describe(measures: null));
        var counted = new StopAfter(null, int.MaxValue);
        Comparison comparison = test.Run(s_digits, new MetaTestRunOptions { Threads = 2, Progress = counted },
            TestContext.Current.CancellationToken);

        Assert.Equal(test.TotalIterations, counted.Last.Iterations);
        Assert.Equal(test.TotalIterations, counted.Last.TotalIterations);
        Assert.Equal(["phi", "sgd", "adam@0.01"], test.Optimizers);
        Assert.Equal(6, comparison.Curves.Count);
        Assert.False(File.Exists(Path.Combine(test.FullPath, MeasurementCsv.FileName)));
    }

    [Fact]
    public void A_test_does_not_go_on_with_other_data()
    {
        using var folder = new TemporaryFolder();
        Create(folder, "test", Describe()).Run(s_digits, cancellation: TestContext.Current.CancellationToken);
        string[] before = FolderSnapshot.Of(folder.Root);

        string message = Assert.Throws<InvalidDataException>(() => MetaTestFolder.Resume(Path.Combine(folder.Root, "test"), Describe()).Run(
            SyntheticDigits.Load(trainCount: 60, testCount: 39), cancellation: TestContext.Current.CancellationToken)).Message;

        Assert.Contains("began with other data: the digest of 'digits' is ", message, StringComparison.Ordinal);
        Assert.Equal(before, FolderSnapshot.Of(folder.Root));
    }

    [Fact]
    public void Another_test_is_not_resumed_and_what_fits_nothing_is_refused()
    {
        using var folder = new TemporaryFolder();
        MetaTestFolder test = Create(folder, "test", Describe());

        Assert.Contains("describes another test",
            Assert.Throws<ArgumentException>(() => MetaTestFolder.Resume(test.FullPath, Describe() with { Seed = 9 })).Message,
            StringComparison.Ordinal);
        MetaTestExperiment twice = Describe() with { Phis = [new("sgd", "here")] };
        Assert.Contains("phi name 'sgd' is a hand-designed optimizer's",
            Assert.Throws<ArgumentException>(() => Create(folder, "other", twice)).Message,
            StringComparison.Ordinal);
        MetaTestExperiment path = Describe() with { Phis = [new("../phi", "here")] };
        Assert.Contains("'../phi' is no file name", Assert.Throws<ArgumentException>(() => Create(folder, "other", path)).Message,
            StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(folder.Root, "other")));
    }

    [Fact]
    public void Names_of_measures_are_checked()
    {
        Assert.Contains("did you mean 'deviations'?",
            Assert.Throws<ArgumentException>(static () => new MeasurePlan(["deviation"])).Message, StringComparison.Ordinal);
        Assert.Contains("snapshots have 0",
            Assert.Throws<ArgumentOutOfRangeException>(static () => new MeasurePlan(snapshots: [1, 0])).Message, StringComparison.Ordinal);
        Assert.Equal(new MeasurePlan(["deviations"]).Kinds, [.. new MeasurePlan().Kinds.Where(static kind => kind.Name == "deviations")]);
    }

    private static MetaTestExperiment Describe() => Describe(new MeasurePlan(["deviations"], every: 4, snapshots: [7]));

    private static MetaTestExperiment Describe(MeasurePlan? measures) => new(
        [new("phi", "drawn")], new DataSettings(), Seed: 3,
            new MetaTestPlan(["mlp-relu-4"], ["sgd", "adam@0.01"], iterations: 8, runs: 2, batchSize: 10,
            search: new([0.01, 0.1], runs: 1)), measures);

    private static MetaTestFolder Create(TemporaryFolder folder, string name, MetaTestExperiment experiment)
    {
        var settings = new CoordinateLstm(hiddenSize: 4);
        float[] phi = new float[settings.PhiLayout().Count];
        settings.InitializePhi<float>(phi, new Rng(1));
        return MetaTestFolder.Create(Path.Combine(folder.Root, name), experiment,
            [new PhiFile(settings, phi, ImmutableSortedDictionary<string, string>.Empty)]);
    }

    private sealed class StopAfter(CancellationTokenSource? source, int reports) : IProgress<MetaTestProgress>
    {
        private int _left = reports;

        public MetaTestProgress Last { get; private set; }

        public void Report(MetaTestProgress value)
        {
            if (value.Iterations > Last.Iterations)
                Last = value;
            if (--_left == 0)
                source?.Cancel();
        }
    }
}
