using L2O.Data;
using L2O.Data.Sources;
using L2O.Experiments;
using L2O.Numerics;
using L2O.Optimizees.Losses;
using L2O.Optimizers.Learned.Lstm;
using L2O.Runs.Networks;
using L2O.Testing;
using Xunit;

namespace L2O.Tests.MetaTraining;

/// <summary>Nothing is allocated in the step path. Alone, because the count over all threads sees what other tests do.</summary>
[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
[Collection(nameof(AllocationTests))]
public sealed class AllocationTests
{
    private const int Unroll = 5;
    private const int Coordinates = 3000; // several groups of blocks, so that all threads work

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Proposals_and_steps_of_the_learned_optimizer_allocate_nothing(int threads)
    {
        using var compute = new Compute(threads);
        CoordinateLstmRun<float> run = LearnedRuns.Draw<float>(new CoordinateLstm(hiddenSize: 6), compute, 1, out _)
            .Start(ParameterLayout.Vector(Coordinates));
        float[] theta = new float[Coordinates], gradient = LearnedRuns.Gradient<float>(Coordinates, 0, 1), update = new float[Coordinates];
        AssertAllocatesNothing(() =>
        {
            run.Propose(theta, gradient, update);
            run.Step(theta, gradient, update);
            run.Step(theta, gradient);
            run.Reset();
        });
        Assert.NotEqual(0, theta[0]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Inner_iterations_and_meta_steps_allocate_nothing(int threads)
    {
        using var compute = new Compute(threads);
        var task = new NetworkTask<float>("mlp-relu-200-batchnorm", Unroll, compute);
        var meta = new MetaRunOf<float>(new CoordinateLstm(hiddenSize: 6), task.Network, Unroll, compute);
        meta.Run.Restart(new Rng(1));
        AssertAllocatesNothing(() =>
        {
            for (int i = 0; i < Unroll; i++)
                meta.Run.TrainStep(task.Batch(i));
            meta.Run.TestStep(task.Batch(0));
        });
        Assert.True(meta.Run.MetaSteps > 1);
    }

    [Theory]
    [InlineData("adam@0.01:schedule=cosine:clip=1")]
    [InlineData("pretrained/sigmoid")]
    public void Steps_of_a_networks_training_allocate_nothing(string optimizer)
    {
        using var compute = new Compute(threads: 1);
        var settings = new NetworkTraining("mlp-relu-8-batchnorm", new DataSettings(), optimizer, validateEvery: 1000);
        IDataset digits = settings.Data.Load(new DataFolder("nowhere")).Train;
        var trainer = new NetworkTrainer(settings, digits, ChosenOptimizer.Parse(optimizer).Create(compute), LossKind.Softmax, compute);
        AssertAllocatesNothing(() => trainer.Step());
    }

    /// <summary>
    /// The runtime and the test runner have threads of their own: what the work allocates shows in every one of a few trials.
    /// </summary>
    private static void AssertAllocatesNothing(Action work)
    {
        const int trials = 10;
        work();
        work();
        long own = 0, least = long.MaxValue;
        for (int trial = 0; trial < trials; trial++)
        {
            long ownBefore = GC.GetAllocatedBytesForCurrentThread(), before = GC.GetTotalAllocatedBytes(precise: true);
            work();
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
            own += GC.GetAllocatedBytesForCurrentThread() - ownBefore;
        }
        Assert.Equal((0, 0), (own, least));
    }
}
