using L2O.Data.Digits;
using L2O.Files;
using L2O.MetaTraining;
using L2O.Optimizees;
using L2O.Optimizers.Learned.Lstm;
using L2O.Runs;
using Xunit;

namespace L2O.Tests.Runs;

public sealed class CheckpointStoreTests : IDisposable
{
    private static readonly CoordinateLstm s_learned = new(hiddenSize: 3);

    private readonly TemporaryFolder _folder = new();
    private readonly List<MetaTrainingState<float>> _states = [];

    public CheckpointStoreTests()
    {
        using var compute = new Compute(threads: 1);
        var settings = new MetaTrainingSettings(epochs: 2, runsPerEpoch: 2, testRuns: 1, iterations: 6, unroll: 3, batchSize: 10);
        var trainer = new MetaTrainer<float>(
            s_learned, OptimizeeCatalog.Create<float>("mlp-sigmoid-2", 784, 10, compute),
                SyntheticDigits.Load(trainCount: 20, testCount: 1).Train, settings, seed: 1, compute);
        trainer.RunEpoch(new MetaTrainingHooks { Boundary = () => _states.Add(trainer.Save()) }, TestContext.Current.CancellationToken);
        _states.Add(trainer.Save());
    }

    private string Current => _folder[CheckpointFile.FileName];

    private string Previous => _folder[CheckpointFile.PreviousFileName];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_state_comes_back_bit_for_bit_from_everywhere_in_an_epoch()
    {
        foreach (MetaTrainingState<float> state in _states)
        {
            CheckpointFile.Save(Current, s_learned, state);
            MetaTrainingState<float> back = CheckpointFile.Load(Current, s_learned);
            Assert.Equal(state.Phi, back.Phi);
            Assert.Equal(state.BestPhi, back.BestPhi);
            Assert.Equal(state.Cursor, back.Cursor);
            Assert.Equal(state.Batches, back.Batches);
            Assert.Equal(state.Metrics, back.Metrics);
            Assert.Equal(state.InnerRun.Select(static one => one.Name), back.InnerRun.Select(static one => one.Name));
            Assert.Equal(state.InnerRun.SelectMany(static one => one.Values), back.InnerRun.SelectMany(static one => one.Values));
        }
    }

    [Fact]
    public void The_last_two_are_kept()
    {
        CheckpointStore store = Store(_states[0], _states[1], _states[2]);
        Assert.Equal(_states[2].Cursor, CheckpointFile.Load(Current, s_learned).Cursor);
        Assert.Equal(_states[1].Cursor, CheckpointFile.Load(Previous, s_learned).Cursor);
        Assert.Equal(2, Directory.GetFiles(_folder.Root).Length);
        Assert.Equal(_states[2].Cursor, store.Load(s_learned, out string? warning)!.Cursor);
        Assert.Null(warning);
    }

    [Fact]
    public void An_empty_folder_has_none()
    {
        Assert.Null(new CheckpointStore(_folder.Root).Load(s_learned, out string? warning));
        Assert.Null(warning);
    }

    [Fact]
    public void Every_changed_byte_is_noticed_and_the_one_before_is_used_with_a_warning()
    {
        CheckpointStore store = Store(_states[0], _states[1]);
        byte[] sound = File.ReadAllBytes(Current);
        for (int at = 0; at < sound.Length; at += 1 + sound.Length / 200)
        {
            byte[] damaged = [.. sound];
            damaged[at] ^= 1;
            File.WriteAllBytes(Current, damaged);
            Assert.Equal(_states[0].Cursor, store.Load(s_learned, out string? warning)!.Cursor);
            Assert.StartsWith($"{Current}", warning, StringComparison.Ordinal);
            Assert.EndsWith("; using the checkpoint before it, checkpoint.previous.safetensors", warning, StringComparison.Ordinal);
        }
        foreach (int length in new[] { 0, 7, 8, 100, sound.Length / 2, sound.Length - 1 })
        {
            File.WriteAllBytes(Current, sound[..length]);
            Assert.Equal(_states[0].Cursor, store.Load(s_learned, out _)!.Cursor);
        }
    }

    [Fact]
    public void A_crash_between_the_two_renames_costs_no_warning()
    {
        CheckpointStore store = Store(_states[0], _states[1]);
        File.Delete(Current);
        Assert.Equal(_states[0].Cursor, store.Load(s_learned, out string? warning)!.Cursor);
        Assert.Null(warning);
    }

    [Fact]
    public void The_only_one_damaged_says_how_to_go_on()
    {
        CheckpointStore store = Store(_states[0]);
        File.WriteAllBytes(Current, []);
        string message = Assert.Throws<InvalidDataException>(() => store.Load(s_learned, out _)).Message;
        Assert.StartsWith(Current, message, StringComparison.Ordinal);
        Assert.EndsWith("begin again in a new folder with the settings of config.json", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_damaged_ones_are_refused_with_the_newest_one_s_fault()
    {
        CheckpointStore store = Store(_states[0], _states[1]);
        File.WriteAllBytes(Current, [1, 2, 3]);
        File.WriteAllBytes(Previous, [1, 2, 3]);
        Assert.StartsWith(Current, Assert.Throws<InvalidDataException>(() => store.Load(s_learned, out _)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_write_that_fails_leaves_both_as_they_were()
    {
        Store(_states[0], _states[1]);
        byte[] current = File.ReadAllBytes(Current), previous = File.ReadAllBytes(Previous);
        Assert.Throws<IOException>(() => AtomicFile.Write(Current, static stream =>
        {
            stream.Write([1, 2, 3]);
            throw new IOException("No space left on device");
        }, Previous));
        Assert.Equal(current, File.ReadAllBytes(Current));
        Assert.Equal(previous, File.ReadAllBytes(Previous));
        Assert.Equal(2, Directory.GetFiles(_folder.Root).Length);
    }

    [Theory]
    [InlineData("500ms", 0.5, null)]
    [InlineData("30s", 30.0, null)]
    [InlineData("1.5min", 90.0, null)]
    [InlineData("2h", 7200.0, null)]
    [InlineData("0s", 0.0, null)]
    [InlineData("100steps", null, 100)]
    public void An_interval_is_a_time_or_steps(string text, double? seconds, int? steps)
    {
        var interval = CheckpointInterval.Parse(text);
        Assert.Equal((seconds, steps), (interval.Time?.TotalSeconds, interval.Steps));
        Assert.Equal(interval, CheckpointInterval.Parse(interval.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("30")]
    [InlineData("s")]
    [InlineData("-3s")]
    [InlineData("0steps")]
    [InlineData("1.5steps")]
    [InlineData("30sec")]
    [InlineData("1e3s")]
    [InlineData("99999999h")]
    public void Anything_else_is_refused(string text) =>
        Assert.Contains("expected a number with a unit", Assert.Throws<FormatException>(() => CheckpointInterval.Parse(text)).Message,
            StringComparison.Ordinal);

    private CheckpointStore Store(params MetaTrainingState<float>[] states)
    {
        var store = new CheckpointStore(_folder.Root);
        foreach (MetaTrainingState<float> state in states)
            store.Save(s_learned, state);
        return store;
    }
}
