using L2O.Data;
using L2O.Data.Digits;
using L2O.Kernels.Lanes;
using L2O.MetaTraining;
using L2O.MetaTraining.Regularizers;
using L2O.Numerics;
using L2O.Optimizees;
using L2O.Optimizers;
using L2O.Optimizers.Learned;
using L2O.Optimizers.Learned.Learnable;
using L2O.Optimizers.Learned.Lstm;
using L2O.Optimizers.Learned.Mlp;
using L2O.Optimizers.Learned.RnnProp;
using Xunit;

namespace L2O.Tests.MetaTraining;

/// <summary>A meta-training that is stopped anywhere and restored elsewhere goes on to the same bits, whatever it is made of.</summary>
public sealed class MetaTrainerResumeTests
{
    private static readonly IDataset s_digits = SyntheticDigits.Load(trainCount: 60, testCount: 1).Train;

    public static TheoryData<string> Cases => [.. s_cases.Keys];

    private static readonly Dictionary<string,
        (ILearnedOptimizer Learned, MetaTrainingSettings Settings, string[] Optimizees)> s_cases = new()
        {
            ["plain"] = (new CoordinateLstm(4), Short(), ["mlp-sigmoid-3"]),
            ["an order of its own for each run"] = (new CoordinateLstm(4), Short(dataOrder: DataOrder.PerRun), ["mlp-sigmoid-3"]),
            ["random unrolls"] = (new CoordinateLstm(4), Short(unroll: 2, longestUnroll: 5), ["mlp-sigmoid-3"]),
            ["random start"] = (new CoordinateLstm(4), Short(randomStart: new RandomStart()), ["mlp-sigmoid-3"]),
            ["regularizer, clipping, falling rate"] = (new CoordinateLstm(4),
            Short(clipNorm: 1, finalMetaLearningRate: 0.001,
            regularizer: new SymmetryRegularizerSettings(RegularizerKind.Translation, 0.1)), ["mlp-sigmoid-3"]),
            ["tracked statistics"] = (new CoordinateLstm(4), Short(), ["mlp-relu-3-batchnorm"]),
            ["several networks"] = (new CoordinateLstm(4), Short(), ["mlp-sigmoid-3", "mlp-tanh-2"]),
            ["inputs that remember"] =
                (new CoordinateLstm(4, extraInputs: [ExtraInput.ParameterValue, ExtraInput.Stiffness, ExtraInput.Time]),
            Short(), ["mlp-sigmoid-3"]),
            ["rnnprop"] = (new RnnProp(4), Short(), ["mlp-sigmoid-3"]),
            ["mlp"] = (new CoordinateMlp(), Short(), ["mlp-sigmoid-3"]),
            ["learnable adam"] = (new LearnableAdam(), Short(), ["mlp-sigmoid-3"]),
        };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_restore_at_any_boundary_goes_on_bit_for_bit(string name)
    {
        using var compute = new Compute(threads: 1);
        using var other = new Compute(threads: 2, LaneWidth.Scalar);
        List<MetaTrainingState<float>> states = [];
        MetaTrainer<float> whole = Create(name, compute);
        var hooks = new MetaTrainingHooks { Boundary = () => states.Add(whole.Save()) };
        for (int epoch = 0; epoch < 2; epoch++)
            whole.RunEpoch(hooks, TestContext.Current.CancellationToken);
        Assert.Contains(states, static state => state.Cursor is { Run: 1, Iteration: > 0 });
        Assert.Contains(states, static state => state.Cursor is { Run: > 0, Iteration: 0 });
        Assert.Contains(states, static state => state.Cursor is { Run: 3, Iteration: > 0 }); // a test run

        // One trainer for all: what an earlier restore left behind must not matter.
        MetaTrainer<float> resumed = Create(name, other);
        for (int i = 0; i < states.Count; i += 1 + states.Count / 12)
        {
            resumed.Restore(states[i]);
            Assert.Equal(states[i].Cursor, resumed.Cursor);
            while (resumed.Epoch < 2)
                resumed.RunEpoch(cancellation: TestContext.Current.CancellationToken);
            MetaTrainingState<float> expected = whole.Save(), actual = resumed.Save();
            Assert.Equal(expected.Phi, actual.Phi);
            Assert.Equal(expected.BestPhi, actual.BestPhi);
            Assert.Equal(expected.Metrics, actual.Metrics);
        }
    }

    [Fact]
    public void A_save_inside_an_unroll_is_refused()
    {
        using var compute = new Compute(threads: 1);
        MetaTrainer<float> trainer = Create("plain", compute);
        using var source = new CancellationTokenSource();
        int boundaries = 0;
        var hooks = new MetaTrainingHooks { Boundary = () => boundaries++, Progress = null };
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => trainer.RunEpoch(hooks, source.Token));
        Assert.Equal(0, boundaries);
        Assert.Equal(0, trainer.Save().Cursor.Iteration);
        var run = new MetaRunOf<float>(new CoordinateLstm(2), new L2O.Testing.QuadraticTask<float>(5, 1), 3, compute);
        run.Run.Restart(new Rng(1));
        run.Run.TrainStep(L2O.Testing.QuadraticTask<float>.NoBatch);
        string message = Assert.Throws<InvalidOperationException>(() => run.Run.Save(new StateWriter<float>())).Message;
        Assert.Equal("1 steps of an unroll are under way; expected a call behind a meta-step", message);
    }

    [Fact]
    public void A_place_outside_the_settings_is_refused()
    {
        using var compute = new Compute(threads: 1);
        MetaTrainer<float> trainer = Create("plain", compute);
        MetaTrainingState<float> state = trainer.Save();
        foreach (MetaTrainingCursor cursor in new[] { new MetaTrainingCursor(Run: 5),
            new MetaTrainingCursor(Run: -1), new MetaTrainingCursor(Iteration: 9), new MetaTrainingCursor(Iteration: -1) })
            Assert.Contains("expected a run of 0 to 4 and an iteration of 0 to 8",
                Assert.Throws<InvalidDataException>(() => trainer.Restore(state with { Cursor = cursor })).Message,
                StringComparison.Ordinal);
        // and no run
        Assert.Throws<InvalidDataException>(() => trainer.Restore(state with { Cursor = new MetaTrainingCursor(Iteration: 4) }));
    }

    private static MetaTrainer<float> Create(string name, Compute compute)
    {
        (ILearnedOptimizer learned, MetaTrainingSettings settings, string[] optimizees) = s_cases[name];
        MetaTask<float>[] tasks =
            [.. optimizees.Select(optimizee => new MetaTask<float>(OptimizeeCatalog.Create<float>(optimizee, 784, 10, compute)))];
        return new MetaTrainer<float>(learned, tasks, s_digits, settings, seed: 3, compute);
    }

    private static MetaTrainingSettings Short(
        int unroll = 4,
        int? longestUnroll = null,
        double? clipNorm = null,
        double? finalMetaLearningRate = null,
        DataOrder dataOrder = DataOrder.Fixed,
        SymmetryRegularizerSettings? regularizer = null,
        RandomStart? randomStart = null) =>
        new(epochs: 2, runsPerEpoch: 3, testRuns: 2, iterations: 8, unroll: unroll, batchSize: 20,
            metaLearningRate: 0.01, finalMetaLearningRate: finalMetaLearningRate,
            dataOrder: dataOrder, longestUnroll: longestUnroll, clipNorm: clipNorm, regularizer: regularizer, randomStart: randomStart);
}
