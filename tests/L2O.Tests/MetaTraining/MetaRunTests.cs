using System.Numerics;
using System.Runtime.InteropServices;
using L2O.Data;
using L2O.Kernels.Lanes;
using L2O.Numerics;
using L2O.Optimizees;
using L2O.Optimizers;
using L2O.Optimizers.Learned.Lstm;
using L2O.Testing;
using L2O.Training;
using Xunit;

namespace L2O.Tests.MetaTraining;

public sealed class MetaRunTests
{
    private const int Unroll = 4;

    [Theory]
    [InlineData("mlp-sigmoid-5", true)]
    [InlineData("mlp-relu-4-batchnorm", false)]
    public void The_unrolled_forward_pass_is_the_inner_loop_bit_for_bit_also_after_a_meta_step(string optimizee, bool preprocess)
    {
        using var compute = new Compute(threads: 2);
        var settings = new CoordinateLstm(hiddenSize: 6, preprocess);
        var task = new NetworkTask<float>(optimizee, 2 * Unroll, compute);
        var meta = new MetaRunOf<float>(settings, new NetworkTask<float>(optimizee, 1, compute).Network, Unroll, compute);
        meta.Run.Restart(new Rng(3));
        var observer = new StateObserver();
        var loop = new InnerLoop<float>(task.Network, settings.Bind<float>(meta.Phi.Span, compute), new Rng(3), observer);
        for (int iteration = 0; iteration < Unroll; iteration++)
        {
            LossAndAccuracy expected = loop.Step(task.Batch(iteration));
            Assert.Equal(expected, meta.Run.TrainStep(task.Batch(iteration)));
            Assert.True(loop.Update.SequenceEqual(meta.Run.Update) && loop.Theta.SequenceEqual(meta.Run.Theta), $"iteration {iteration}");
        }

        Assert.Equal(1, meta.Run.MetaSteps);
        CoordinateLstmRun<float> carriedOn = settings.BindLstm<float>(meta.Phi.Span, compute).Start(task.Network.Layout);
        carriedOn.Load(new StateReader<float>(observer.State));
        float[] theta = loop.Theta.ToArray(), gradient = new float[theta.Length], update = new float[theta.Length];
        for (int iteration = Unroll; iteration < 2 * Unroll; iteration++)
        {
            task.Network.LossAndGradient(theta, task.Batch(iteration), gradient);
            carriedOn.Step(theta, gradient, update);
            meta.Run.TrainStep(task.Batch(iteration));
            Assert.True(update.AsSpan().SequenceEqual(meta.Run.Update) && theta.AsSpan()
                .SequenceEqual(meta.Run.Theta), $"iteration {iteration}");
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Widths_and_threads_give_the_same_bits_in_single_precision(bool preprocess) => SameBits<float>(preprocess);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Widths_and_threads_give_the_same_bits_in_double_precision(bool preprocess) => SameBits<double>(preprocess);

    [Fact]
    public void Widths_and_threads_give_the_same_bits_with_a_shared_state() => SameBits<float>(preprocess: true, sharedState: true);

    [Fact]
    public void A_meta_step_whose_gradient_is_not_finite_is_left_out()
    {
        using var compute = new Compute(threads: 1);
        var meta = new MetaRunOf<float>(new CoordinateLstm(hiddenSize: 3), new QuadraticTask<float>(40, 1), Unroll, compute);
        float[] before = meta.Phi.Span.ToArray();
        meta.Run.Restart(new Rng(1));
        meta.Run.Theta[5] = float.NaN;
        for (int i = 0; i < Unroll; i++)
            meta.Run.TrainStep(QuadraticTask<float>.NoBatch);
        Assert.Equal((0, 1), (meta.Run.MetaSteps, meta.Run.SkippedMetaSteps));
        Assert.Equal(before, meta.Phi.Span.ToArray());
        meta.Run.Restart(new Rng(1));
        for (int i = 0; i < Unroll; i++)
            meta.Run.TrainStep(QuadraticTask<float>.NoBatch);
        Assert.Equal((1, 1), (meta.Run.MetaSteps, meta.Run.SkippedMetaSteps));
        Assert.NotEqual(before, meta.Phi.Span.ToArray());
    }

    [Fact]
    public void Test_steps_move_theta_and_leave_phi_alone()
    {
        using var compute = new Compute(threads: 1);
        var meta = new MetaRunOf<float>(new CoordinateLstm(hiddenSize: 3), new QuadraticTask<float>(40, 1), Unroll, compute);
        var trained = new MetaRunOf<float>(new CoordinateLstm(hiddenSize: 3), new QuadraticTask<float>(40, 1), 3 * Unroll, compute);
        float[] phi = meta.Phi.Span.ToArray();
        meta.Run.Restart(new Rng(1));
        trained.Run.Restart(new Rng(1));
        for (int i = 0; i < 2 * Unroll; i++)
            Assert.Equal(trained.Run.TrainStep(QuadraticTask<float>.NoBatch), meta.Run.TestStep(QuadraticTask<float>.NoBatch));
        Assert.Equal(phi, meta.Phi.Span.ToArray());
        Assert.Equal(trained.Run.Theta, meta.Run.Theta);
        Assert.Equal(0, meta.Run.MetaSteps);
    }

    /// <summary>Two unrolls with meta-steps over several groups of blocks and several chunks, the last ones not full.</summary>
    private static void SameBits<T>(bool preprocess, bool sharedState = false) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const int n = 2405;
        byte[]? expected = null;
        foreach (LaneWidth width in LaneWidths.Accelerated)
            foreach (int threads in new[] { 1, 2, 3 })
            {
                using var compute = new Compute(threads, width);
                var meta = new MetaRunOf<T>(new CoordinateLstm(hiddenSize: 6, preprocess, sharedState: sharedState),
                    new QuadraticTask<T>(n, 1), Unroll, compute);
                meta.Run.Restart(new Rng(2));
                var seen = new List<byte>();
                for (int i = 0; i < 2 * Unroll + 1; i++)
                {
                    meta.Run.TrainStep(new Batch<T>(new T[1], new byte[1]));
                    seen.AddRange(MemoryMarshal.AsBytes(meta.Run.Update));
                    seen.AddRange(MemoryMarshal.AsBytes(meta.Run.PhiGradient));
                }
                seen.AddRange(MemoryMarshal.AsBytes(meta.Phi.Span));
                Assert.Equal(2, meta.Run.MetaSteps);
                Assert.True((expected ??= [.. seen]).AsSpan().SequenceEqual(seen.ToArray()), $"{width}, {threads} threads");
            }
    }

    private sealed class StateObserver : IStepObserver<float>
    {
        public IReadOnlyList<(string Name, float[] Values)> State { get; private set; } = [];

        public void OnStep(in StepView<float> step)
        {
            var writer = new StateWriter<float>();
            step.Run.Save(writer);
            State = writer.Tensors;
        }
    }
}
