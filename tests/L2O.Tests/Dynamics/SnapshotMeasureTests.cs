using L2O.Conformance;
using L2O.Data;
using L2O.Data.Digits;
using L2O.Dynamics;
using L2O.Dynamics.Covariance;
using L2O.Dynamics.Noise;
using L2O.Numerics;
using L2O.Optimizees;
using L2O.Optimizers;
using L2O.Optimizers.Learned.Lstm;
using L2O.Optimizers.Rules;
using L2O.Testing;
using L2O.Training;
using Xunit;

namespace L2O.Tests.Dynamics;

/// <summary>The measures that go through the training data, by what they say.</summary>
public sealed class SnapshotMeasureTests
{
    private const ulong Seed = 8;

    [Theory]
    [InlineData("tail-index-cauchy")]
    [InlineData("tail-index-gaussian")]
    [InlineData("tail-index-vector")]
    public void The_noise_of_the_original_codes_samples_has_its_tail_index(string name)
    {
        ConformanceCase stored = Stored(name);
        (int count, int dimension) = stored.ReadMatrixSize("samples");
        float[] samples = stored.Read("samples", count, dimension);
        // With their negatives behind them they have mean zero, and twice as many groups of the same sums.
        float[] balanced = [.. samples, .. samples.Select(static x => -x)];
        int groupSize = stored.Settings.Integer("group_size", least: 2);
        RecordedMeasurements measured = Measure(balanced, dimension,
            context => new NoiseObserver(context, new NoiseSettings(resamples: 40, groupSize: groupSize)));
        double expected = stored.ReadScalar("alpha");
        foreach (string vector in new[] { "gradient", "update" })
        {
            Measurement alpha = measured.Single(dimension == 1 ? $"{vector}_tail_index" : $"{vector}_tail_index_vectors");
            Assert.Equal(expected, alpha.Value, 1e-4 * expected);
        }
    }

    [Fact]
    public void The_covariance_of_the_original_codes_samples_has_its_trace_and_largest_eigenvalue()
    {
        ConformanceCase stored = Stored("covariance");
        (int count, int n) = stored.ReadMatrixSize("samples");
        float[] samples = stored.Read("samples", count, n), reference = stored.Read("reference", n);
        RecordedMeasurements measured = Measure(samples, n,
            static context => new CovarianceObserver(context, new CovarianceSettings(samples: 24, batchShare: 1)));
        // The measure's reference is the samples' mean: around another point the trace is larger by the squared distance.
        float[] mean = [.. Enumerable.Range(0, n)
            .Select(i => (float)(Enumerable.Range(0, count).Sum(k => (double)samples[k * n + i]) / count))];
        double moved = UpdateCovariance.SquaredDistance<float>(mean, reference), trace = stored.ReadScalar("trace"),
            eigenvalue = stored.ReadScalar("largest_eigenvalue");
        foreach (string vector in new[] { "gradient", "update" })
        {
            Assert.Equal(trace, measured.Single($"{vector}_covariance_trace").Value + moved, 1e-4 * trace);
            List<Measurement> eigenvalues = measured.All.FindAll(m => m.Measure == $"{vector}_covariance_eigenvalue");
            Assert.Equal(eigenvalue, eigenvalues[0].Value, 1e-4 * eigenvalue);
            Assert.Equal([1, 2, 3, 4, 5], eigenvalues.Select(static m => m.Position));
        }
    }

    [Fact]
    public void Single_samples_and_their_updates_give_the_trace_that_one_pass_a_sample_gives()
    {
        using var compute = new Compute(1);
        DataSplits data = SyntheticDigits.Load(threads: 1, trainCount: 60, testCount: 1);
        Network<float> network = OptimizeeCatalog.Create<float>("mlp-relu-5-batchnorm", 784, 10, compute);
        CoordinateLstmOptimizer<float> learned = LearnedRuns.Draw<float>(new CoordinateLstm(hiddenSize: 4), compute, 1, out _);
        var measured = new RecordedMeasurements();
        MeasureContext context = Context(network, learned, data.Train, measured, compute, batchSize: 16);
        var loop = new InnerLoop<float>(network, learned, new Rng(2),
            new CovarianceObserver(context, new CovarianceSettings(samples: 60)), new Afterwards((in StepStart<float> step) =>
        {
            int n = network.Layout.Count;
            float[] inputs = new float[60 * 784], whole = new float[n], wholeUpdate = new float[n],
                gradient = new float[n], update = new float[n];
            byte[] labels = new byte[60];
            data.Train.Read<float>([.. Enumerable.Range(0, 60)], inputs, labels);
            network.EvaluationGradient(step.Theta, new Batch<float>(inputs, labels), whole);
            step.Run.Propose(step.Theta, whole, wholeUpdate);
            double gradientTrace = 0, updateTrace = 0;
            for (int i = 0; i < 60; i++)
            {
                network.EvaluationGradient(step.Theta, new Batch<float>(inputs.AsSpan(i * 784, 784), labels.AsSpan(i, 1)), gradient);
                step.Run.Propose(step.Theta, gradient, update);
                gradientTrace += UpdateCovariance.SquaredDistance<float>(gradient, whole) / 60;
                updateTrace += UpdateCovariance.SquaredDistance<float>(update, wholeUpdate) / 60;
            }
            Assert.Equal(gradientTrace, measured.Single("gradient_covariance_trace").Value, 1e-5 * gradientTrace);
            Assert.Equal(updateTrace, measured.Single("update_covariance_trace").Value, 1e-4 * updateTrace);
        }));
        var batches = new MinibatchSampler<float>(data.Train, 16, new Rng(3));
        loop.Step(batches.Next());
        Assert.NotEmpty(measured.All);
    }

    [Fact]
    public void A_snapshot_finds_theta_and_state_as_the_update_of_its_iteration_does()
    {
        using var compute = new Compute(1);
        DataSplits data = SyntheticDigits.Load(threads: 1, trainCount: 300, testCount: 1);
        foreach (IOptimizer<float> optimizer in new IOptimizer<float>[] { new Adam(0.01), new Sgd(0.1, 0.9), new Lion(0.01),
            LearnedRuns.Draw<float>(new CoordinateLstm(hiddenSize: 4), compute, 1, out _) })
        {
            Network<float> network = OptimizeeCatalog.Create<float>("mlp-relu-5", 784, 10, compute);
            float[] proposed = new float[network.Layout.Count];
            int seen = 0;
            var loop = new InnerLoop<float>(network, optimizer, new Rng(2), new Afterwards((in StepStart<float> start) =>
            {
                Assert.Equal(++seen, start.Iteration);
                Assert.Equal(seen - 1, start.Run.Iteration);
                start.Run.Propose(start.Theta, start.Gradient, proposed);
            }));
            var batches = new MinibatchSampler<float>(data.Train, 32, new Rng(3));
            for (int i = 0; i < 3; i++)
            {
                loop.Step(batches.Next());
                Assert.Equal(loop.Update.ToArray(), proposed);
            }
            Assert.Equal(3, seen);
        }
    }

    [Theory]
    [InlineData("mlp-leaky-relu-5")]
    [InlineData("mlp-relu-5-batchnorm")]
    public void Snapshots_change_nothing_of_the_run_and_do_not_depend_on_the_threads(string name)
    {
        DataSplits data = SyntheticDigits.Load(threads: 1, trainCount: 300, testCount: 1);
        float[]? plain = null;
        List<Measurement>? expected = null;
        foreach (int threads in new[] { 0, 1, 2 }) // 0: without measures
        {
            using var compute = new Compute(Math.Max(1, threads));
            Network<float> network = OptimizeeCatalog.Create<float>(name, 784, 10, compute);
            CoordinateLstmOptimizer<float> learned = LearnedRuns.Draw<float>(new CoordinateLstm(hiddenSize: 4), compute, 1, out _);
            var measured = new RecordedMeasurements();
            MeasureContext context = Context(network, learned, data.Train, measured, compute, batchSize: 32);
            IStepObserver<float>[] observers = threads == 0
                ? [] : [.. MeasureCatalog.All.Where(static kind => kind.IsSnapshot).Select(kind => kind.Create(context)!)];
            var loop = new InnerLoop<float>(network, learned, new Rng(2), observers);
            var batches = new MinibatchSampler<float>(data.Train, 32, new Rng(3));
            for (int i = 0; i < 4; i++)
                loop.Step(batches.Next());
            float[] reached = [.. loop.Theta, .. network.Statistics];
            Assert.Equal(plain ??= reached, reached);
            if (threads > 0)
                Assert.Equal(expected ??= measured.All, measured.All);
        }
        Assert.Equal([1, 3], expected!.Select(static m => m.Iteration).Distinct());
        Assert.All(expected!.Where(static m => m.Measure.EndsWith("noise_norm", StringComparison.Ordinal)),
            static m => Assert.InRange(m.Value, m.Low, m.High), throwIfEmpty: true);
    }

    [Theory]
    [InlineData("noise")]
    [InlineData("centering")]
    [InlineData("covariance")]
    [InlineData("sharpness")]
    public void A_snapshot_can_be_interrupted_in_the_middle(string measure)
    {
        DataSplits data = SyntheticDigits.Load(threads: 1, trainCount: 300, testCount: 1);
        using var compute = new Compute(1);
        using var source = new CancellationTokenSource();
        Network<float> network = OptimizeeCatalog.Create<float>("mlp-relu-5", 784, 10, compute);
        var sgd = new Sgd(1);
        MeasureContext context = Context(network, sgd, data.Train, new RecordedMeasurements(), compute,
            batchSize: 32) with
        { Cancellation = source.Token };
        var loop = new InnerLoop<float>(network, sgd, new Rng(2), MeasureCatalog.All.Single(kind => kind.Name == measure).Create(context)!);
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => loop.Step(new MinibatchSampler<float>(data.Train, 32, new Rng(3)).Next()));
    }

    private static ConformanceCase Stored(string name)
    {
        string? folder = Environment.GetEnvironmentVariable("L2O_CONFORMANCE");
        Assert.SkipWhen(string.IsNullOrEmpty(folder), "L2O_CONFORMANCE is not set: no stored cases to compare with");
        return ConformanceCase.Load(Path.Combine(folder, name));
    }

    /// <summary>
    /// What a measure says of an optimizee with these gradients, one a mini-batch, in that order, under gradient descent with rate 1.
    /// </summary>
    private static RecordedMeasurements Measure(float[] vectors, int dimension, Func<MeasureContext, IStepObserver<float>> create)
    {
        using var compute = new Compute(2);
        StoredVectors stored = StoredVectors.InDrawingOrder(vectors, dimension, Seed);
        var measured = new RecordedMeasurements();
        var sgd = new Sgd(1);
        var loop = new InnerLoop<float>(stored, sgd, new Rng(1), create(Context(stored, sgd, stored, measured, compute, batchSize: 1)));
        loop.Step(new Batch<float>(new float[dimension], new byte[1]));
        return measured;
    }

    private static MeasureContext Context(IOptimizee<float> optimizee, IOptimizer<float> optimizer,
        IDataset train, IMeasurementSink sink, Compute compute, int batchSize) => new()
        {
            Optimizee = optimizee,
            Optimizer = optimizer,
            Train = train,
            BatchSize = batchSize,
            Compute = compute,
            Seed = Seed,
            Schedule = new MeasureSchedule(1),
            Snapshots = new MeasureSchedule(0, 1, 3),
            Sink = sink,
        };

    private delegate void StepCheck(in StepStart<float> step);

    /// <summary>Looks at a step's start after the measures.</summary>
    private sealed class Afterwards(StepCheck check) : IStepObserver<float>
    {
        public void BeforeStep(in StepStart<float> start) => check(start);
    }
}
