using System.Text.Json;
using L2O.Data;
using L2O.Data.Digits;
using L2O.Experiments;
using L2O.MetaTraining;
using L2O.Optimizers.Learned.Lstm;
using L2O.Pretrained;
using L2O.Runs;
using L2O.Tables;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace L2O.Tests.Runs;

/// <summary>Lock, record and log of a meta-training's folder.</summary>
public sealed class RunFolderTests : IDisposable
{
    private static readonly IDataset s_digits = SyntheticDigits.Load(trainCount: 40, testCount: 1).Train;

    private readonly TemporaryFolder _folder = new();
    private readonly Compute _compute = new(threads: 1);

    private string Root => _folder["run"];

    public void Dispose()
    {
        _compute.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_finished_run_says_who_did_it_when_and_how_it_ended()
    {
        Create().Run(s_digits, _compute, cancellation: TestContext.Current.CancellationToken);

        var record = RunRecord.Load(Root);
        Assert.Equal((1, "meta-training", 5ul, RunState.Finished), (record.SchemaVersion, record.Kind, record.Seed, record.State));
        RunSession session = Assert.Single(record.Sessions);
        Assert.Equal((Environment.ProcessId, Environment.MachineName, "all 2 epochs are done"),
            (session.ProcessId, session.Host, session.ExitReason));
        Assert.InRange(session.Ended!.Value - session.Started, TimeSpan.Zero, TimeSpan.FromMinutes(5));
        Assert.Equal((1, (int)_compute.Lanes), (session.Machine.Threads, session.Machine.Lanes));
        Assert.False(RunLock.IsHeld(Root));
    }

    [Fact]
    public void A_canceled_run_is_interrupted_and_keeps_the_meta_step_under_way()
    {
        using var source = new CancellationTokenSource();
        int unrolls = 0;
        var options = new MetaTrainingRunOptions { Progress = new Immediate(() => { if (++unrolls == 3) source.Cancel(); }) };
        MetaTrainingFolder folder = Create();
        Assert.ThrowsAny<OperationCanceledException>(() => folder.Run(s_digits, _compute, options, source.Token));
        Assert.Equal((0, new MetaTrainingCursor(Run: 1, Iteration: 4)),
            (folder.Place().Epochs, folder.Place().Cursor with { RunLoss = 0, MetaLossSum = 0, MetaSteps = 0 }));
        Assert.Equal(RunState.Interrupted, RunRecord.Load(Root).State);

        var resumed = MetaTrainingFolder.Open(Root);
        resumed.Run(s_digits, _compute, cancellation: TestContext.Current.CancellationToken);
        var record = RunRecord.Load(Root);
        Assert.Equal(RunState.Finished, record.State);
        Assert.Equal(["interrupted", "all 2 epochs are done"], record.Sessions.Select(static session => session.ExitReason));
    }

    [Fact]
    public void A_meta_step_that_takes_too_long_is_given_up()
    {
        using var source = new CancellationTokenSource();
        MetaTrainingFolder folder = Create();
        var options = new MetaTrainingRunOptions
        {
            CancellationGrace = TimeSpan.Zero,
            Progress = new Immediate(() =>
            {
                source.Cancel();
                Thread.Sleep(50); // for the timer behind the grace
            }),
            Checkpoints = CheckpointInterval.EverySteps(1000),
        };
        Assert.ThrowsAny<OperationCanceledException>(() => folder.Run(s_digits, _compute, options, source.Token));
        Assert.Equal(RunState.Interrupted, RunRecord.Load(Root).State);
    }

    [Fact]
    public void The_record_of_an_interrupted_run_does_not_wait_for_the_work()
    {
        using var source = new CancellationTokenSource();
        RunState? state = null;
        using var keeper = new RunKeeper(Directory.CreateDirectory(Root).FullName);
        Assert.Throws<OperationCanceledException>(() => keeper.Keep<int>("probe", 1, 1, "done", NullLogger.Instance, () =>
        {
            source.Cancel();
            state = RunRecord.Load(Root).State; // in the middle of a step, where the process may end
            throw new OperationCanceledException();
        }, source.Token));
        Assert.Equal((RunState.Interrupted, RunState.Interrupted), (state, RunRecord.Load(Root).State));
    }

    [Fact]
    public void A_run_that_fails_says_why()
    {
        var failing = new MetaTrainingRunOptions { EpochDone = static _ => throw new IOException("No space left on device") };
        Assert.Throws<IOException>(() => Create().Run(s_digits, _compute, failing, TestContext.Current.CancellationToken));
        var record = RunRecord.Load(Root);
        Assert.Equal((RunState.Failed, "No space left on device"), (record.State, record.Sessions[^1].ExitReason));
    }

    [Fact]
    public void A_second_run_in_the_folder_is_refused_with_the_owner()
    {
        MetaTrainingFolder folder = Create();
        string? message = null;
        var options = new MetaTrainingRunOptions
        {
            EpochDone = _ => message
                ??= Assert.Throws<RunInUseException>(() => MetaTrainingFolder.Open(Root)
                .Run(s_digits, _compute, cancellation: TestContext.Current.CancellationToken)).Message,
        };
        folder.Run(s_digits, _compute, options, TestContext.Current.CancellationToken);
        Assert.Matches(
            $"^folder '.*run' is in use by process {Environment.ProcessId} on .* since .* UTC; expected one that no other run writes to$",
            message);
    }

    [Fact]
    public void A_lock_file_without_its_process_is_stale_and_is_taken_over()
    {
        MetaTrainingFolder folder = Create();
        File.WriteAllText(Path.Combine(Root, RunLock.FileName), "");
        RunRecord.New("meta-training", 5).Begin(RunSession.Begin(1) with { ProcessId = 4711, Host = "elsewhere" }).Save(Root);
        Assert.False(RunLock.IsHeld(Root));
        folder.Run(s_digits, _compute, cancellation: TestContext.Current.CancellationToken);

        var record = RunRecord.Load(Root);
        Assert.Equal(["ended without a word, found by the session after it", "all 2 epochs are done"],
            record.Sessions.Select(static session => session.ExitReason));
        Assert.Contains(File.ReadLines(Path.Combine(Root, MetaTrainingFolder.LogFile)), static line =>
            line.Contains("process 4711 on elsewhere had this folder and ended without saying so", StringComparison.Ordinal));
    }

    [Fact]
    public void The_log_has_a_line_of_json_for_each_thing_that_happened()
    {
        Create().Run(s_digits, _compute, cancellation: TestContext.Current.CancellationToken);
        List<JsonElement> lines = [.. File.ReadLines(Path.Combine(Root, MetaTrainingFolder.LogFile))
            .Select(static line => JsonDocument.Parse(line).RootElement)];
        lines.RemoveAll(static line => line.GetProperty("event").GetString() == "Collapsed"); // it is tiny
        Assert.Equal(["Begun", "EpochDone", "EpochDone", "Ended"], lines.Select(static line => line.GetProperty("event").GetString()));
        Assert.Equal(2, lines[2].GetProperty("epoch").GetInt32());
        Assert.Equal(MetaTrainingCsv.Read(Root)[1].MetaLoss, lines[2].GetProperty("metaLoss").GetDouble());
        Assert.All(lines, static line => Assert.Equal("information", line.GetProperty("level").GetString()));
        Assert.All(lines, static line => Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", line.GetProperty("time").GetString()));
    }

    [Fact]
    public void A_damaged_checkpoint_costs_a_warning_and_the_same_result()
    {
        Create("whole").Run(s_digits, _compute, cancellation: TestContext.Current.CancellationToken);
        using var source = new CancellationTokenSource();
        int stored = 0;
        MetaTrainingFolder folder = Create();
        var options = new MetaTrainingRunOptions
        {
            Checkpoints = CheckpointInterval.EverySteps(1),
            Checkpointed = (_, _) => { if (++stored == 3) source.Cancel(); }
        };
        Assert.ThrowsAny<OperationCanceledException>(() => folder.Run(s_digits, _compute, options, source.Token));
        string checkpoint = Path.Combine(Root, CheckpointFile.FileName);
        File.WriteAllBytes(checkpoint, File.ReadAllBytes(checkpoint)[..^5]);

        List<string> warnings = [];
        MetaTrainingFolder.Open(Root)
            .Run(s_digits, _compute, new MetaTrainingRunOptions { Warned = warnings.Add }, TestContext.Current.CancellationToken);
        Assert.Contains("using the checkpoint before it", Assert.Single(warnings,
            static warning => !warning.Contains("at chance level", StringComparison.Ordinal)), StringComparison.Ordinal); // it is tiny
        foreach (string name in new[] { PhiFile.FileName, MetaTrainingCsv.FileName })
            Assert.Equal(File.ReadAllBytes(Path.Combine(_folder["whole"], name)), File.ReadAllBytes(Path.Combine(Root, name)));
    }

    [Fact]
    public void A_record_of_a_later_version_is_refused()
    {
        Create();
        (RunRecord.New("meta-training", 1) with { SchemaVersion = 2 }).Save(Root);
        Assert.EndsWith("run.json: schemaVersion is 2; expected 1",
            Assert.Throws<InvalidDataException>(() => RunRecord.Load(Root)).Message, StringComparison.Ordinal);
    }

    private MetaTrainingFolder Create(string name = "run") => MetaTrainingFolder.Create(_folder[name], new Experiment(
        seed: 5,
        data: new DataSettings("digits"),
        optimizee: "mlp-sigmoid-2",
        learnedOptimizer: new CoordinateLstm(hiddenSize: 3),
        metaTraining: new MetaTrainingSettings(epochs: 2, runsPerEpoch: 2, testRuns: 1, iterations: 8, unroll: 4, batchSize: 10)));

    /// <summary>Reports on the spot; the library's own posts to a thread pool.</summary>
    private sealed class Immediate(Action report) : IProgress<MetaTrainingProgress>
    {
        public void Report(MetaTrainingProgress value) => report();
    }
}
