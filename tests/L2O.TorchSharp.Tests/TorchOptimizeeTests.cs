using L2O.Data;
using L2O.Data.Digits;
using L2O.Dynamics;
using L2O.MetaTesting;
using L2O.MetaTraining;
using L2O.Numerics;
using L2O.Optimizees;
using L2O.Optimizers.Learned.Learnable;
using L2O.Training;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace L2O.TorchSharp.Tests;

public sealed class TorchOptimizeeTests
{
    private static readonly DataSplits s_digits = SyntheticDigits.Load(trainCount: 600, testCount: 200);

    [Fact]
    public void Gradients_losses_and_statistics_are_those_of_autograd()
    {
        using TorchOptimizee network = Convolutional();
        using Sequential model = Create();
        Batch<float> batch = new MinibatchSampler<float>(s_digits.Train, 32, new Rng(1)).Next();
        float[] theta = new float[network.Layout.Count], gradient = new float[theta.Length];
        network.Initialize(theta, new Rng(5));
        Set(model, theta);
        using Tensor inputs = tensor(batch.Inputs.ToArray()).view(32, 1, 28, 28);
        using Tensor labels = tensor(batch.Labels.ToArray().Select(static label => (long)label).ToArray());
        using Tensor loss = nn.functional.cross_entropy(model.forward(inputs), labels);
        loss.backward();

        LossAndAccuracy found = network.LossAndGradient(theta, batch, gradient);

        Assert.Equal(loss.item<float>(), found.Loss);
        Assert.InRange(found.Accuracy, 0, 1);
        TrajectoryTests.AssertSameBits(model.parameters().SelectMany(static parameter => Models.ValuesOf(parameter.grad!)).ToArray(),
            gradient, 0);
        Assert.Equal(model.buffers().SelectMany(Models.ValuesOf), network.Statistics.ToArray());
        model.eval();
        using Tensor evaluated = nn.functional.cross_entropy(model.forward(inputs), labels);
        Assert.Equal(evaluated.item<float>(), network.Loss(theta, batch).Loss, 1e-5);
    }

    [Fact]
    public void The_mean_of_samples_gradients_is_the_batchs_in_evaluation()
    {
        using TorchOptimizee network = Convolutional();
        Batch<float> batch = new MinibatchSampler<float>(s_digits.Train, 8, new Rng(1)).Next();
        int n = network.Layout.Count;
        float[] theta = new float[n], gradient = new float[n], gradients = new float[8 * n], before = network.Statistics.ToArray();
        network.Initialize(theta, new Rng(5));

        network.EvaluationGradient(theta, batch, gradient);
        network.SampleGradients(theta, batch, gradients);

        Assert.True(network.SamplesAreIndependent);
        Assert.Equal(before, network.Statistics.ToArray());
        for (int i = 0; i < n; i++)
            Assert.Equal(gradient[i], Enumerable.Range(0, 8).Average(sample => gradients[sample * n + i]), 1e-5);
        Assert.Contains(gradient, static value => value != 0);
    }

    [Fact]
    public void It_agrees_with_the_librarys_own_network()
    {
        using var compute = new Compute(threads: 1);
        var own = OptimizeeCatalog.Create<float>("mlp-tanh-20", 784, 10, compute);
        using var network = new TorchOptimizee(static () => nn.Sequential(nn.Linear(784, 20), nn.Tanh(), nn.Linear(20, 10)), [784]);
        Batch<float> batch = new MinibatchSampler<float>(s_digits.Train, 64, new Rng(1)).Next();
        float[] theta = new float[own.Layout.Count], gradient = new float[theta.Length], expected = new float[theta.Length];
        own.Initialize(theta, new Rng(3));

        LossAndAccuracy wanted = own.LossAndGradient(theta, batch, expected), found = network.LossAndGradient(theta, batch, gradient);

        Assert.Equal(wanted.Loss, found.Loss, 1e-5);
        Assert.Equal(wanted.Accuracy, found.Accuracy);
        Assert.Equal(own.Layout.Slots.Select(static slot => slot.Role), network.Layout.Slots.Select(static slot => slot.Role));
        for (int i = 0; i < theta.Length; i++)
            Assert.Equal(expected[i], gradient[i], 1e-5);
    }

    [Fact]
    public void Starts_follow_from_the_seed_and_leave_the_generator_as_it_was()
    {
        using TorchOptimizee network = Convolutional();
        float[] one = new float[network.Layout.Count], two = new float[one.Length], other = new float[one.Length];
        manual_seed(7);
        float wanted = rand(1).item<float>();
        manual_seed(7);

        network.Initialize(one, new Rng(5));
        network.Statistics.Fill(3);
        network.Initialize(two, new Rng(5));
        network.Initialize(other, new Rng(6));

        Assert.Equal(wanted, rand(1).item<float>());
        Assert.Equal(one, two);
        Assert.NotEqual(one, other);
        Assert.DoesNotContain(3, network.Statistics.ToArray());
    }

    [Fact]
    public void A_meta_test_compares_optimizers_on_it()
    {
        var test = new MetaTest(s_digits, new MetaTestSettings(iterations: 30, runs: 2, batchSize: 32), seed: 1, threads: 1,
            static (_, _) => Convolutional());
        Contestant[] contestants =
        [
            Contestant.Ready("adam", static _ => new Adam(0.01)),
            Contestant.Ready("learned", static _ => LearnedOptimizer.Load("pretrained/sigmoid")),
        ];

        Comparison first = test.Run(["torch"], contestants, cancellation: TestContext.Current.CancellationToken);
        Comparison second = test.Run(["torch"], contestants, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(4, first.Curves.Count);
        Assert.All(first.Curves, static curve => Assert.True(curve.FinalTrain.Loss < curve.Points[0].TrainLoss));
        Assert.Equal(first.ToString(), second.ToString());
    }

    [Fact]
    public void A_learned_optimizer_is_meta_trained_on_it()
    {
        using var compute = new Compute(threads: 1);
        using TorchOptimizee network = Convolutional();
        var trainer = new MetaTrainer<float>(new LearnableSgd(), network, s_digits.Train, new MetaTrainingSettings(epochs: 1,
            runsPerEpoch: 2, testRuns: 1, iterations: 20, unroll: 10, batchSize: 32), seed: 1, compute);

        EpochMetrics metrics = trainer.RunEpoch(cancellation: TestContext.Current.CancellationToken);

        Assert.True(double.IsFinite(metrics.MetaLoss) && metrics.MetaLoss > 0);
    }

    [Theory]
    [InlineData("norms")]
    [InlineData("stiffness")]
    [InlineData("histograms")]
    [InlineData("direction")]
    [InlineData("noise")]
    [InlineData("covariance")]
    [InlineData("sharpness")]
    public void Measures_look_into_it(string measure)
    {
        using var compute = new Compute(threads: 1);
        using TorchOptimizee network = Convolutional();
        var optimizer = new Adam(0.01);
        var lines = new Lines();
        var batches = new MinibatchSampler<float>(s_digits.Train, 100, new Rng(1));
        var context = new MeasureContext
        {
            Optimizee = network,
            Optimizer = optimizer,
            Train = s_digits.Train,
            BatchSize = 100,
            Compute = compute,
            Seed = 1,
            Schedule = new MeasureSchedule(1),
            Snapshots = new MeasureSchedule(0, 2),
            Sink = lines,
        };
        var loop = new InnerLoop<float>(network, optimizer, new Rng(2),
            MeasureCatalog.All.Single(kind => kind.Name == measure).Create(context)!);

        for (int i = 0; i < 3; i++)
            loop.Step(batches.Next());

        Assert.Contains(lines.Seen, static seen => double.IsFinite(seen.Value) && seen.Value != 0);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Batch<float> batch = new MinibatchSampler<float>(s_digits.Train, 8, new Rng(1)).Next();
        float[] inputs = batch.Inputs.ToArray();
        byte[] labels = batch.Labels.ToArray();
        using var small = new TorchOptimizee(static () => nn.Sequential(nn.Linear(5, 3)), [5]);
        using var vector = new TorchOptimizee(static () => nn.Sequential(nn.Linear(784, 3)), [784], static (outputs, _) => outputs);

        Assert.Contains("samples have 784 values; expected 5, as of the shape [5]", Assert.Throws<ArgumentException>(
            () => small.Loss(new float[18], new Batch<float>(inputs, labels))).Message, StringComparison.Ordinal);
        Assert.Contains("expected one number, a mean over the samples", Assert.Throws<InvalidOperationException>(
            () => vector.Loss(new float[vector.Layout.Count], new Batch<float>(inputs, labels))).Message, StringComparison.Ordinal);
        Assert.Contains("theta has 4 values; expected 18", Assert.Throws<ArgumentException>(
            () => small.Loss(new float[4], new Batch<float>(new float[5], new byte[1]))).Message, StringComparison.Ordinal);
        Assert.Contains("the module has no parameters", Assert.Throws<ArgumentException>(
            static () => new TorchOptimizee(static () => nn.Sequential(nn.ReLU()), [5])).Message, StringComparison.Ordinal);
        Assert.Contains("expected contiguous Float32 on cpu", Assert.Throws<ArgumentException>(
            static () => new TorchOptimizee(static () => nn.Sequential(nn.Linear(5, 3, dtype: ScalarType.Float64)), [5])).Message,
            StringComparison.Ordinal);
    }

    private static TorchOptimizee Convolutional() => new(Create, [1, 28, 28]);

    private static Sequential Create() => nn.Sequential(("a", nn.Conv2d(1, 4, 5, stride: 3)), ("norm", nn.BatchNorm2d(4)),
        ("relu", nn.ReLU()), ("flat", nn.Flatten()), ("head", nn.Linear(256, 10)));

    private static void Set(Sequential model, float[] theta)
    {
        int start = 0;
        using var gradients = no_grad();
        foreach (Parameter parameter in model.parameters())
        {
            parameter.copy_(tensor(theta[start..(start + (int)parameter.numel())]).view(parameter.shape));
            start += (int)parameter.numel();
        }
    }

    private sealed class Lines : IMeasurementSink
    {
        public List<Measurement> Seen { get; } = [];

        public void Add(in Measurement measurement) => Seen.Add(measurement);
    }
}
