using System.Text;
using L2O.Data;
using L2O.Data.Digits;
using L2O.Dynamics;
using L2O.Numerics;
using L2O.Optimizees;
using L2O.Optimizers;
using L2O.Optimizers.Learned.Lstm;
using L2O.Optimizers.Rules;
using L2O.Testing;
using L2O.Training;
using Xunit;

namespace L2O.Tests.Dynamics;

/// <summary>What measures declare is what they write and what the guide lists.</summary>
public sealed class MeasureCatalogTests
{
    private const int Iterations = 21; // a spectrogram's window has 20

    public static TheoryData<string> Names => [.. MeasureCatalog.All.Select(static kind => kind.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_measure_writes_what_it_declares(string name)
    {
        MeasureKind kind = MeasureCatalog.All.Single(kind => kind.Name == name);
        var rows = new MeasuredRows();
        using var compute = new Compute(1);
        foreach (string network in new[] { "mlp-relu-4", "mlp-relu-4-batchnorm" })
        {
            Watch(kind, network, new Sgd(0.01), compute, rows);
            Watch(kind, network, LearnedRuns.Draw<float>(new CoordinateLstm(hiddenSize: 4), compute, 1, out _), compute, rows);
        }

        Assert.Equal(kind.Quantities.Select(static quantity => quantity.Name).Order(StringComparer.Ordinal),
            rows.Rows.Select(static row => row.Measure).Distinct().Order(StringComparer.Ordinal));
        foreach (MeasureQuantity quantity in kind.Quantities)
        {
            Measurement[] own = [.. rows.Rows.Where(row => row.Measure == quantity.Name)];
            Assert.Equal(quantity.Targets.Contains(Measurement.All, StringComparison.Ordinal),
                own.Any(static row => row.Target == Measurement.All));
            Assert.Equal(quantity.Targets != Measurement.All, own.Any(static row => row.Target != Measurement.All));
            Assert.Equal(quantity.Position.Length > 0, own.Any(static row => !double.IsNaN(row.Position)));
        }
    }

    [Fact]
    public void Names_are_found_and_say_what_they_mean()
    {
        foreach (MeasureKind kind in MeasureCatalog.All)
            Assert.Distinct(kind.Quantities.Select(static quantity => quantity.Name));
        Assert.All(MeasureCatalog.Quantities, static quantity =>
        {
            Assert.Same(quantity, MeasureCatalog.Find(quantity.Name));
            Assert.Matches("^[a-z][a-z0-9_]*$", quantity.Name);
            Assert.NotEmpty(quantity.Meaning);
            Assert.NotEmpty(quantity.Label);
        });
        Assert.Null(MeasureCatalog.Find("update_concentration"));
    }

    [Fact]
    public void The_guide_lists_every_quantity()
    {
        var text = new StringBuilder(GeneratedDocument.Head("name", "measure", "target", "position", "value, unit"));
        foreach (MeasureKind kind in MeasureCatalog.All)
        {
            string name = $"`{kind.Name}`";
            foreach (MeasureQuantity[] alike in Alike(kind.Quantities))
            {
                MeasureQuantity first = alike[0];
                text.Append(GeneratedDocument.Row(name, string.Join(", ", alike.Select(static one => $"`{one.Name}`")), first.Targets,
                    first.Position, first.Unit.Length > 0 ? $"{first.Meaning}; {first.Unit}" : first.Meaning));
                name = "";
            }
        }
        GeneratedDocument.AssertTableUpToDate("docs/dynamics.md", "## Measures", text.ToString());
    }

    /// <summary>Quantities in a row that differ in their names alone.</summary>
    private static IEnumerable<MeasureQuantity[]> Alike(IEnumerable<MeasureQuantity> quantities) => quantities
        .GroupBy(static one => (one.Meaning, one.Unit, one.Targets, one.Position)).Select(static group => group.ToArray());

    private static void Watch(MeasureKind kind, string name, IOptimizer<float> optimizer, Compute compute, MeasuredRows rows)
    {
        IDataset train = SyntheticDigits.Load(threads: 1, trainCount: 60, testCount: 1).Train;
        Network<float> network = OptimizeeCatalog.Create<float>(name, 784, 10, compute);
        IStepObserver<float>? observer = kind.Create(new MeasureContext
        {
            Optimizee = network,
            Optimizer = optimizer,
            Train = train,
            BatchSize = 20,
            Compute = compute,
            Seed = 1,
            Schedule = new MeasureSchedule(1),
            Snapshots = new MeasureSchedule(0, 2),
            Sink = rows,
        });
        if (observer is null)
            return;
        var loop = new InnerLoop<float>(network, optimizer, new Rng(2), observer);
        var batches = new MinibatchSampler<float>(train, 20, new Rng(3));
        for (int i = 0; i < Iterations; i++)
            loop.Step(batches.Next());
    }
}
