using L2O.Data;
using L2O.Data.Digits;
using L2O.Dynamics;
using L2O.Dynamics.Updates;
using L2O.Numerics;
using L2O.Optimizees;
using L2O.Optimizers;
using L2O.Optimizers.Learned;
using L2O.Optimizers.Learned.Lstm;
using L2O.Optimizers.Rules;
using L2O.Testing;
using L2O.Training;
using Xunit;

namespace L2O.Tests.Dynamics;

public sealed class LiveMeasureTests
{
    private const string Network = "mlp-relu-4-batchnorm";
    private static readonly MeasureSchedule s_always = new(1);
    private static readonly IDataset s_images = SyntheticDigits.Load(trainCount: 20, testCount: 20).Train;

    [Fact]
    public void Norms_are_those_of_the_tensors()
    {
        List<MeasuredRun.Vectors> steps = MeasuredRun.Watch(Network, new Adam(0.05), 3,
            static (network, sink) => new NormObserver(network.Layout, new MeasureSchedule(0, 2), sink), out MeasuredRows rows);

        using var compute = new Compute(threads: 1);
        ParameterLayout layout = new NetworkTask<float>(Network, 1, compute).Network.Layout;
        foreach (ParameterSlot slot in layout.Slots)
        {
            Assert.Equal(Norm(slot.Of<float>(steps[1].Theta)), rows.Value(2, slot.Name, "theta_norm"), 1e-12);
            Assert.Equal(Norm(slot.Of<float>(steps[1].Update)), rows.Value(2, slot.Name, "update_norm"), 1e-12);
        }
        Assert.Equal(Norm(steps[1].Gradient), rows.Value(2, "all", "gradient_norm"), 1e-12);
        Assert.Equal(steps[1].Update.Average(static u => Math.Abs((double)u)), rows.Value(2, "all", "update_mean_abs"), 1e-12);
        Assert.Equal(6 * (layout.Slots.Length + 1), rows.Rows.Count); // at the second iteration alone
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Stiffness_is_the_index_of_the_vectors_an_interval_apart(int interval)
    {
        List<MeasuredRun.Vectors> steps = MeasuredRun.Watch(
            Network, new Adam(0.05), 8, (network, sink) =>
                new StiffnessObserver(network.Layout, s_always, sink, interval), out MeasuredRows rows);

        for (int i = interval + 1; i <= steps.Count; i++)
        {
            Assert.Equal(StiffnessIndex.Compute<float>(steps[i - 1 - interval].Theta, steps[i - 1].Theta, interval),
                rows.Value(i, "all", "theta_stiffness"), 1e-12);
            Assert.Equal(StiffnessIndex.Compute<float>(steps[i - 1 - interval].Gradient, steps[i - 1].Gradient, interval),
                rows.Value(i, "all", "gradient_stiffness"), 1e-12);
        }
        Assert.DoesNotContain(rows.Rows, row => row.Iteration <= interval);
    }

    [Fact]
    public void Histograms_count_every_coordinate_but_batch_norms()
    {
        List<MeasuredRun.Vectors> steps = MeasuredRun.Watch(Network, new Adam(0.05), 2,
            static (network, sink) => new HistogramObserver(network, s_always, sink), out MeasuredRows rows);
        using var compute = new Compute(threads: 1);
        ParameterLayout layout = new NetworkTask<float>(Network, 1, compute).Network.Layout;
        float[] sizes = [.. layout.Slots.Where(static slot => !slot.Name.Contains("norm", StringComparison.Ordinal))
            .SelectMany(slot => slot.Of<float>(steps[1].Update).ToArray()).Select(MathF.Abs)];

        double largest = rows.Value(2, "all", "update_max_abs");
        Measurement[] bins = [.. rows.Rows.Where(static row => row is { Iteration: 2, Measure: "update_histogram" })];
        Assert.True(sizes.Length < layout.Count);
        Assert.Equal(sizes.Max(), largest);
        Assert.Equal(Enumerable.Range(0, 30).Select(bin => bin * largest / 30), bins.Select(static bin => bin.Position));
        for (int bin = 0; bin < 30; bin++)
            Assert.Equal(sizes.Count(size => Math.Min((int)(size * (30 / (float)largest)), 29) == bin), bins[bin].Value);
    }

    [Fact]
    public void Gradient_descent_goes_straight_down_at_its_rate()
    {
        MeasuredRun.Watch("mlp-tanh-3", new Sgd(0.25), 2, static (network, sink) => new DirectionObserver(network.Layout, s_always, sink),
            out MeasuredRows rows);

        Assert.All(rows.Rows.Where(static row => row.Measure == "update_descent_cosine"), static row => Assert.Equal(1, row.Value, 1e-6),
            throwIfEmpty: true);
        Measurement[] rates = [.. rows.Rows.Where(static row => row is { Measure: "effective_rate", Iteration: 2 })];
        Assert.True(rates.Length > 2);
        Assert.All(rates, static row => Assert.Equal(0.25, row.Value, 1e-6));
    }

    [Fact]
    public void Effective_rates_are_medians_by_size_of_gradient()
    {
        var rows = new MeasuredRows();
        var layout = ParameterLayout.Vector(6);
        var any = new Sgd(1);
        float[] gradient = [2, -2.5f, 2.2f, 1e-20f, 0, 50], update = [2, 5, -11, 1e-20f, 1, 100];
        new DirectionObserver(layout, s_always, rows).OnStep(new StepView<float>
        {
            Iteration = 1,
            Theta = gradient,
            Gradient = gradient,
            Update = update,
            NextTheta = gradient,
            Train = default,
            Run = any.Start(layout),
        });

        Measurement[] rates = [.. rows.Rows.Where(static row => row.Measure == "effective_rate")];
        Assert.Equal([1e-12, 1, Math.Pow(10, 1.5)], rates.Select(static row => row.Position));
        Assert.Equal([1.0, 2, 2], rates.Select(static row => row.Value)); // 1, 2 and 5 in the middle bin; a gradient of zero in none
    }

    [Fact]
    public void Nothing_is_allocated_in_a_step()
    {
        using var compute = new Compute(threads: 1);
        var task = new NetworkTask<float>(Network, 1, compute);
        LearnedOptimizer<float> optimizer = LearnedRuns.Draw<float>(new CoordinateLstm(hiddenSize: 4), compute, 1, out _);
        var sink = new Counter();
        var context = new MeasureContext
        {
            Optimizee = task.Network,
            Optimizer = optimizer,
            Train = s_images,
            BatchSize = 5,
            Compute = compute,
            Seed = 1,
            Schedule = s_always,
            Snapshots = new MeasureSchedule(0),
            Sink = sink,
        };
        var loop = new InnerLoop<float>(task.Network, optimizer, new Rng(1),
            new MeasureObserver(MeasureCatalog.All.Where(static kind => !kind.IsSnapshot), context));
        for (int i = 0; i < 30; i++)
            loop.Step(task.Batch(0));
        long before = GC.GetAllocatedBytesForCurrentThread(), rows = sink.Rows;
        for (int i = 0; i < 30; i++)
            loop.Step(task.Batch(0));

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(sink.Rows - rows > 30 * 50);
    }

    [Fact]
    public void Nothing_is_measured_of_an_iteration_without_a_finite_loss()
    {
        var rows = new MeasuredRows();
        using var compute = new Compute(threads: 1);
        var task = new NetworkTask<float>("mlp-tanh-3", 1, compute);
        var optimizer = new Sgd(0.1);
        var seen = new List<int>();
        var snapshot = new MeasureKind("s", "", [], IsSnapshot: true, _ => new Recorder(seen));
        var observer = new MeasureObserver([MeasureCatalog.All.First(static kind => kind.Name == "norms"), snapshot], new MeasureContext
        {
            Optimizee = task.Network,
            Optimizer = optimizer,
            Train = s_images,
            BatchSize = 5,
            Compute = compute,
            Seed = 1,
            Schedule = s_always,
            Snapshots = new MeasureSchedule(1),
            Sink = rows,
        });
        float[] finite = new float[task.Network.Layout.Count], broken = [.. finite];
        broken[3] = float.NaN;
        foreach ((int iteration, double loss, float[] theta) in new[] { (1, 1.0, finite), (2, 1.0, broken), (3, double.NaN, finite) })
            Show(observer, iteration, theta, finite, loss, optimizer.Start(task.Network.Layout));

        Assert.Equal([1, 2], rows.Rows.Select(static row => row.Iteration).Distinct());
        Assert.Equal([1], seen);
    }

    private static void Show(MeasureObserver observer, int iteration, float[] theta, float[] gradient, double loss, OptimizerRun<float> run)
    {
        var train = new LossAndAccuracy(loss, 0);
        observer.BeforeStep(new StepStart<float> { Iteration = iteration, Theta = theta, Gradient = gradient, Train = train, Run = run });
        observer.OnStep(new StepView<float>
        {
            Iteration = iteration,
            Theta = theta,
            Gradient = gradient,
            Update = gradient,
            NextTheta = theta,
            Train = train,
            Run = run,
        });
    }

    private static double Norm(ReadOnlySpan<float> values) => Math.Sqrt(values.ToArray().Sum(static value => (double)value * value));

    private sealed class Counter : IMeasurementSink
    {
        public long Rows { get; private set; }

        public void Add(in Measurement measurement) => Rows++;
    }

    private sealed class Recorder(List<int> seen) : IStepObserver<float>
    {
        public void BeforeStep(in StepStart<float> start) => seen.Add(start.Iteration);
    }
}
