using System.Collections.Immutable;
using L2O.Numerics;
using L2O.Training;

namespace L2O.Dynamics.Noise;

/// <summary>
/// Measures at snapshots what the precision of the mean does to the study's tail index, and what coordinates without noise do
/// (<see cref="CenteringAnalysis"/>). The vectors are those of <see cref="NoiseObserver"/>.
/// </summary>
internal sealed class CenteringObserver : IStepObserver<float>
{
    private const string FloatMean = "tail_index_float_mean", ExactMean = "tail_index_exact_mean", Live = "tail_index_live",
        Dead = "dead_coordinates", Residues = "residues", Smallest = "residue_min", Largest = "residue_max";

    private readonly MeasureContext _context;
    private readonly MinibatchVectors _vectors;

    /// <summary>Watches a run.</summary>
    /// <param name="context">The run.</param>
    public CenteringObserver(MeasureContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        (_context, _vectors) = (context, new MinibatchVectors(context));
    }

    /// <summary>The three tail indices of the updates, each with how it is centered, as a figure shows them.</summary>
    public static ImmutableArray<(MeasureQuantity Quantity, string How)> OfUpdates { get; } =
    [
        (Index("update", FloatMean, "around the mean in single precision, as PyTorch rounds it"), "float32 mean, as in the study"),
        (Index("update", ExactMean, "around the mean in double precision"), "exact mean"),
        (Index("update", Live, "around that mean, without coordinates that are equal in all mini-batches"), "dead coordinates left out"),
    ];

    /// <summary>All that it writes.</summary>
    public static ImmutableArray<MeasureQuantity> Quantities { get; } =
    [
        .. OfUpdates.SelectMany(static one => Both(one.Quantity)),
        .. Both(Number("update", Dead, "coordinates that are equal in all mini-batches")),
        .. Both(Number("update", Residues, "of those, the ones whose mean in single precision is another number")),
        .. Both(new MeasureQuantity($"update_{Smallest}", "residue", "the smallest such difference") { Targets = Measurement.All }),
        .. Both(new MeasureQuantity($"update_{Largest}", "residue", "the largest such difference") { Targets = Measurement.All }),
    ];

    /// <inheritdoc/>
    public void BeforeStep(in StepStart<float> start)
    {
        int iteration = start.Iteration;
        if (_context.Snapshots.IsDue(iteration))
            _vectors.Visit(start, vector => Analyze(iteration, vector));
    }

    private void Analyze(int iteration, string vector)
    {
        ReadOnlySpan<float> values = _vectors.Values.Span;
        if (FiniteCheck.FirstNonFinite(values) >= 0)
            return;
        var found = CenteringAnalysis.Of(values, _vectors.Dimension);
        foreach ((string name, double value) in new[]
        {
            (FloatMean, found.FloatMean), (ExactMean, found.ExactMean), (Live, found.Live), (Dead, found.Dead), (Residues, found.Residues),
            (Smallest, found.SmallestResidue), (Largest, found.LargestResidue),
        })
            _context.Sink.Add(new Measurement(iteration, Measurement.All, $"{vector}_{name}", value));
    }

    private static MeasureQuantity Index(string vector, string name, string how) => new($"{vector}_{name}", "tail index α",
        $"tail index α by the study's estimator over all mini-batches, {how}")
    { Targets = Measurement.All };

    private static MeasureQuantity Number(string vector, string name, string meaning) =>
        new($"{vector}_{name}", "coordinates", meaning) { Targets = Measurement.All };

    private static IEnumerable<MeasureQuantity> Both(MeasureQuantity ofUpdate) =>
        [ofUpdate, ofUpdate with { Name = ofUpdate.Name.Replace("update", "gradient", StringComparison.Ordinal) }];
}
