using L2O.MetaTraining;
using L2O.MetaTraining.Estimators;
using L2O.Numerics;
using Xunit;

namespace L2O.Tests.MetaTraining.Estimators;

/// <summary>A particle training gives the same bits whatever the threads, processes and interruptions.</summary>
public class ParticleTrainerTests
{
    public static TheoryData<EstimatorKind[]> Kinds =>
    [
        new[] { EstimatorKind.Pes },
        new[] { EstimatorKind.Nres },
        new[] { EstimatorKind.TruncatedEs },
        new[] { EstimatorKind.FullEs },
        new[] { EstimatorKind.TruncatedBptt },
        new[] { EstimatorKind.Pes, EstimatorKind.TruncatedBptt, EstimatorKind.FullEs },
    ];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Bits_do_not_depend_on_threads(EstimatorKind[] kinds)
    {
        ParticleTrainingSettings settings = ParticleTrainingOf.Settings(kinds);
        using Compute one = new(threads: 1), three = new(threads: 3);
        ParticleTrainer<float> serial = ParticleTrainingOf.Trainer(settings, one), parallel = ParticleTrainingOf.Trainer(settings, three);
        float[] start = serial.Phi.ToArray();

        Assert.Equal(ParticleTrainingOf.Train(serial, settings), ParticleTrainingOf.Train(parallel, settings));
        Assert.Equal(serial.Metrics, parallel.Metrics);
        Assert.Equal(serial.FamilyMetrics, parallel.FamilyMetrics);
        Assert.NotEqual(start, serial.Phi.ToArray());
        Assert.All(serial.Metrics, static epoch => Assert.True(epoch.TestLoss is > 0 and < 2 && double.IsFinite(epoch.MetaLoss)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Resumed_equals_uninterrupted_from_every_meta_step(EstimatorKind[] kinds)
    {
        ParticleTrainingSettings settings = ParticleTrainingOf.Settings(kinds);
        using var compute = new Compute(threads: 1);
        ParticleTrainer<float> whole = ParticleTrainingOf.Trainer(settings, compute);
        var states = new List<MetaTrainingState<float>> { whole.Save() };
        while (whole.Epoch < settings.Epochs)
        {
            whole.RunEpoch(new MetaTrainingHooks { Boundary = () => states.Add(whole.Save()) }, TestContext.Current.CancellationToken);
            states.Add(whole.Save());
        }

        Assert.Equal(1 + settings.MetaSteps + settings.Epochs, states.Count);
        foreach (MetaTrainingState<float> state in states)
        {
            ParticleTrainer<float> resumed = ParticleTrainingOf.Trainer(settings, compute);
            resumed.Restore(state);
            Assert.Equal(whole.Phi.ToArray(), ParticleTrainingOf.Train(resumed, settings));
            Assert.Equal(whole.Metrics, resumed.Metrics);
            Assert.Equal(whole.FamilyMetrics, resumed.FamilyMetrics);
            Assert.Equal(whole.BestPhi.ToArray(), resumed.BestPhi.ToArray());
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Bits_do_not_depend_on_processes(int workers)
    {
        ParticleTrainingSettings settings = ParticleTrainingOf.Settings(EstimatorKind.Pes, EstimatorKind.Nres, EstimatorKind.FullEs);
        using var compute = new Compute(threads: 1);
        float[] expected = ParticleTrainingOf.Train(ParticleTrainingOf.Trainer(settings, compute), settings);
        using var hub = new SharedMemoryExchange(workers);
        float[][] phis = new float[workers][];
        Thread[] threads = [.. Enumerable.Range(0, workers).Select(k => new Thread(() =>
        {
            using var own = new Compute(threads: 1);
            phis[k] = ParticleTrainingOf.Train(ParticleTrainingOf.Trainer(settings, own, hub.Of(k)), settings);
        }))];
        Array.ForEach(threads, static thread => thread.Start());
        Array.ForEach(threads, static thread => thread.Join());

        Assert.All(phis, phi => Assert.Equal(expected, phi));
    }

    [Fact]
    public void Tensors_that_are_skipped_stay()
    {
        ParticleTrainingSettings plain = ParticleTrainingOf.Settings(EstimatorKind.Pes);
        var settings = new ParticleTrainingSettings(plain.MetaSteps, plain.EpochSteps, plain.Families,
            L2O.Optimizers.OptimizerSettings.Parse("adamw@0.01:skip=layers.0.*"), plain.Validation);
        using var compute = new Compute(threads: 1);
        ParticleTrainer<float> trainer = ParticleTrainingOf.Trainer(settings, compute);
        float[] start = trainer.Phi.ToArray(), end = ParticleTrainingOf.Train(trainer, settings);

        foreach (ParameterSlot slot in ParticleTrainingOf.Learned.PhiLayout().Slots)
            Assert.Equal(slot.Name.StartsWith("layers.0.", StringComparison.Ordinal),
                slot.Of<float>(start.AsSpan()).SequenceEqual(slot.Of<float>(end.AsSpan())));
    }

    [Fact]
    public void Cancellation_ends_a_meta_step()
    {
        ParticleTrainingSettings settings = ParticleTrainingOf.Settings(EstimatorKind.Pes);
        using var compute = new Compute(threads: 1);
        using var canceled = new CancellationTokenSource();
        canceled.Cancel();

        Assert.Throws<OperationCanceledException>(() => ParticleTrainingOf.Trainer(settings, compute).RunEpoch(null, canceled.Token));
    }
}
