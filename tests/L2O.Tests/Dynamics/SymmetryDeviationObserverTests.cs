using L2O.Data;
using L2O.Dynamics;
using L2O.Dynamics.Symmetry;
using L2O.Numerics;
using L2O.Optimizees;
using L2O.Optimizers;
using L2O.Optimizers.Rules;
using L2O.Testing;
using L2O.Training;
using Xunit;

namespace L2O.Tests.Dynamics;

public sealed class SymmetryDeviationObserverTests
{
    private static readonly MeasureSchedule s_always = new(1);

    [Fact]
    public void Updates_of_adam_leave_the_symmetries_those_of_sgd_do_not()
    {
        (MeasuredRows sgd, MeasuredRows adam) = (Watch(new Sgd(0.1)), Watch(new Adam(0.1)));
        foreach (string kind in new[] { "rescale", "translation" })
        {
            Assert.InRange(sgd.Value(5, "all", $"update_{kind}_deviation_normalized"), 0, 1e-14);
            Assert.InRange(adam.Value(5, "all", $"update_{kind}_deviation_normalized"), 1e-3, 1);
            Assert.InRange(adam.Value(5, "all", $"gradient_{kind}_deviation_normalized"), 0, 1e-14);
        }
    }

    [Fact]
    public void All_is_the_sum_over_the_symmetries_of_a_kind_as_the_study_has_it()
    {
        var study = new StudysDeviations();
        MeasuredRows sink = Watch(new Adam(0.1), other: study);
        Assert.Equal(study.Rescale, sink.Value(5, "all", "update_rescale_deviation"), 1e-12);
        Assert.Equal(study.Translation, sink.Value(5, "all", "update_translation_deviation"), 1e-12);
        Assert.Equal(study.TranslationSum, sink.Value(5, "all", "update_translation_sum"), 1e-12);
        Assert.Equal(study.Rescale, sink.Value(5, "rescale layers.mat_0", "update_rescale_deviation")
            + sink.Value(5, "rescale layers.mat_1", "update_rescale_deviation"), 1e-12);
    }

    [Fact]
    public void Rows_come_at_the_scheduled_iterations_alone()
    {
        MeasuredRows sink = Watch(new Adam(0.1), schedule: new MeasureSchedule(3));
        Assert.Equal([1, 3], sink.Rows.Select(static row => row.Iteration).Distinct());
        // Two vectors, of each value and normalized: three symmetries, two kinds; and the signed sum of the translation.
        Assert.Equal(2 * ((2 * 2 * (3 + 2)) + 1), sink.Rows.Count);
    }

    [Fact]
    public void Units_have_rows_of_their_own_with_their_number()
    {
        MeasuredRows sink = Watch(new Adam(0.1), perUnit: true);
        Assert.DoesNotContain(sink.Rows, static row => row.Target == Measurement.All);
        Assert.Equal((7, 5), (sink.Values(5, "rescale layers.mat_0", "update_rescale_deviation").Length,
            sink.Values(5, "rescale layers.mat_1", "gradient_rescale_deviation_normalized").Length));
        Assert.Equal([0, 1, 2, 3, 4, 5],
            sink.Rows.Where(static row => row is
            {
                Iteration: 5, Target: "translation layers.final_mat",
                Measure: "update_translation_deviation"
            }).Select(static row => row.Position));
        Assert.All(sink.Rows.Where(static row => row.Measure.EndsWith("normalized", StringComparison.Ordinal)),
            static row => Assert.InRange(row.Value, 0, 1), throwIfEmpty: true);
    }

    [Theory]
    [InlineData("deviations")]
    [InlineData("unit-deviations")]
    [InlineData("conservation")]
    public void The_catalogs_measures_allocate_nothing_and_fit_networks_with_symmetries(string name)
    {
        using var compute = new Compute(threads: 1);
        var task = new NetworkTask<float>("mlp-relu-7-5", 1, compute);
        var sink = new CountingSink();
        IStepObserver<float> observer = MeasureCatalog.All.Single(kind => kind.Name == name).Create(Context(task.Network, sink))!;
        var loop = new InnerLoop<float>(task.Network, new Sgd(0.1, 0.9), new Rng(1), observer);
        loop.Step(task.Batch(0));
        loop.Step(task.Batch(0));
        long before = GC.GetAllocatedBytesForCurrentThread(), rows = sink.Count;
        loop.Step(task.Batch(0));
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(sink.Count > rows);
        Assert.Null(MeasureCatalog.All.Single(kind => kind.Name == name).Create(Context(new QuadraticTask<float>(4, 1), sink)));
    }

    private static MeasureContext Context(IOptimizee<float> optimizee, IMeasurementSink sink) => new()
    {
        Optimizee = optimizee,
        Optimizer = new Sgd(0.1, 0.9),
        Train = new ImageDataset("tiny", [1, 1, 1], 2, new byte[] { 0, 1 }, new byte[] { 0, 1 }),
        BatchSize = 2,
        Compute = new Compute(threads: 1),
        Seed = 1,
        Schedule = s_always,
        Snapshots = new MeasureSchedule(0),
        Sink = sink,
    };

    private static MeasuredRows Watch(IOptimizer<double> optimizer, MeasureSchedule? schedule = null,
        bool perUnit = false, IStepObserver<double>? other = null)
    {
        using var compute = new Compute(threads: 1);
        var task = new NetworkTask<double>("mlp-relu-7-5", 5, compute);
        var sink = new MeasuredRows();
        var loop = new InnerLoop<double>(
            task.Network, optimizer, new Rng(1),
                [new SymmetryDeviationObserver<double>(task.Network.Symmetries, schedule ?? s_always, sink, perUnit),
                .. other is null ? [] : new[] { other }]);
        for (int i = 0; i < 5; i++)
            loop.Step(task.Batch(i));
        return sink;
    }

    /// <summary>The study's figures of the last step, by the names of the layers.</summary>
    private sealed class StudysDeviations : IStepObserver<double>
    {
        private const string First = "layers.mat_0", Second = "layers.mat_1", Last = "layers.final_mat";

        private static readonly ParameterLayout s_layout =
            new(($"{First}.weight", [7, 6]), ($"{First}.bias", [7]), ($"{Second}.weight", [5, 7]),
                ($"{Second}.bias", [5]), ($"{Last}.weight", [3, 5]), ($"{Last}.bias", [3]));

        public double Rescale { get; private set; }

        public double Translation { get; private set; }

        public double TranslationSum { get; private set; }

        public void OnStep(in StepView<double> step)
        {
            Rescale = Math.Abs(SymmetryDeviation.Rescale(s_layout, First, Second, step.Theta, step.Update))
                + Math.Abs(SymmetryDeviation.Rescale(s_layout, Second, Last, step.Theta, step.Update));
            Translation = Math.Abs(SymmetryDeviation.TranslationWeight(s_layout, Last, step.Update))
                + Math.Abs(SymmetryDeviation.TranslationBias(s_layout, Last, step.Update));
            TranslationSum = SymmetryDeviation.TranslationWeight(s_layout, Last, step.Update)
                + SymmetryDeviation.TranslationBias(s_layout, Last, step.Update);
        }
    }

    private sealed class CountingSink : IMeasurementSink
    {
        public long Count { get; private set; }

        public void Add(in Measurement measurement) => Count++;
    }
}
