using System.Collections.Immutable;
using L2O.Numerics;
using L2O.Training;

namespace L2O.Dynamics.Noise;

/// <summary>
/// Measures at snapshots how heavy-tailed and how large the noise of gradients and of proposed updates is: over all mini-batches of the
/// training data, theta fixed, the network in evaluation mode, the optimizer's state not advanced (docs/mathematics.md section 8).
/// </summary>
internal sealed class NoiseObserver : IStepObserver<float>
{
    /// <summary>Tail index of the updates' noise, by the study's estimator.</summary>
    public static MeasureQuantity UpdateTailIndex { get; } = TailIndex("update", "", "the study's estimator, pooled coordinates");

    /// <summary>Tail index of the gradients' noise, by the study's estimator.</summary>
    public static MeasureQuantity GradientTailIndex { get; } = TailIndex("gradient", "", "the study's estimator, pooled coordinates");

    /// <summary>All that it writes.</summary>
    public static ImmutableArray<MeasureQuantity> Quantities { get; } =
    [
        UpdateTailIndex, GradientTailIndex,
        .. Both(static vector => TailIndex(vector, "_vectors", "the study's estimator, norms of whole vectors")),
        .. Both(static vector => TailIndex(vector, "_hill", "Hill's estimator")),
        .. Both(static vector => TailIndex(vector, "_mcculloch", "McCulloch's estimator")),
        .. Both(static vector => new MeasureQuantity($"{vector}_noise_norm", "norm of the noise",
            "mean norm of the noise over all mini-batches, with its 95 % interval")),
    ];

    private readonly MeasureContext _context;
    private readonly MinibatchVectors _vectors;
    private readonly NoiseAnalysis _analysis;

    /// <summary>Watches a run.</summary>
    /// <param name="context">The run.</param>
    /// <param name="settings">How; null for the usual.</param>
    public NoiseObserver(MeasureContext context, NoiseSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        _context = context;
        _vectors = new MinibatchVectors(context);
        _analysis = new NoiseAnalysis(context.Optimizee.Layout, _vectors.Count, settings
            ?? new NoiseSettings(), context.Compute, new Rng(context.Seed).Split("noise"));
    }

    /// <inheritdoc/>
    public void BeforeStep(in StepStart<float> start)
    {
        int iteration = start.Iteration;
        if (_context.Snapshots.IsDue(iteration))
            _vectors.Visit(start, vector => Analyze(iteration, vector));
    }

    private void Analyze(int iteration, string vector)
    {
        if (FiniteCheck.FirstNonFinite(_vectors.Values.Span) >= 0) // a run that diverges has no noise any more
            return;
        foreach (NoiseEstimates noise in _analysis.Analyze(_vectors.Values))
        {
            Add(iteration, noise.Target, $"{vector}_tail_index", noise.TailIndex);
            Add(iteration, noise.Target, $"{vector}_tail_index_vectors", noise.VectorTailIndex);
            Add(iteration, noise.Target, $"{vector}_tail_index_hill", noise.HillTailIndex);
            Add(iteration, noise.Target, $"{vector}_tail_index_mcculloch", noise.McCullochTailIndex);
            Add(iteration, noise.Target, $"{vector}_noise_norm", noise.NoiseNorm);
        }
    }

    private void Add(int iteration, string target, string measure, double estimate) =>
        _context.Sink.Add(new Measurement(iteration, target, measure, estimate));

    private void Add(int iteration, string target, string measure, IntervalEstimate estimate) =>
        _context.Sink.Add(new Measurement(iteration, target, measure, estimate.Value, Low: estimate.Low, High: estimate.High));

    private static MeasureQuantity TailIndex(string vector, string estimator, string how) => new($"{vector}_tail_index{estimator}",
        "tail index α",
        $"tail index α of the noise over all mini-batches{(estimator.Length == 0 ? ", with its 95 % interval" : "")}: {how}")
    {
        IsKey = estimator.Length == 0,
    };

    private static IEnumerable<MeasureQuantity> Both(Func<string, MeasureQuantity> of) => [of("update"), of("gradient")];
}
