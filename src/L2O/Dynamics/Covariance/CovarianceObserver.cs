using System.Collections.Immutable;
using L2O.Data;
using L2O.Dynamics.Noise;
using L2O.Numerics;
using L2O.Optimizers;
using L2O.Training;

namespace L2O.Dynamics.Covariance;

/// <summary>
/// Measures at snapshots the covariance of gradients and of proposed updates: its trace from single samples around the vector of the whole
/// training data, its largest eigenvalues from mini-batches around their mean (docs/mathematics.md section 8). Theta is fixed, the network
/// in evaluation mode, the optimizer's state not advanced.
/// </summary>
internal sealed class CovarianceObserver : IStepObserver<float>
{
    /// <summary>Trace of the updates' covariance.</summary>
    public static MeasureQuantity UpdateTrace { get; } = Trace("update") with { IsKey = true };

    /// <summary>Trace of the gradients' covariance.</summary>
    public static MeasureQuantity GradientTrace { get; } = Trace("gradient");

    /// <summary>Largest eigenvalues of the updates' covariance.</summary>
    public static MeasureQuantity UpdateEigenvalue { get; } = Eigenvalue("update") with { IsKey = true };

    /// <summary>Largest eigenvalues of the gradients' covariance.</summary>
    public static MeasureQuantity GradientEigenvalue { get; } = Eigenvalue("gradient");

    /// <summary>All that it writes.</summary>
    public static ImmutableArray<MeasureQuantity> Quantities { get; } =
        [UpdateTrace, GradientTrace, UpdateEigenvalue, GradientEigenvalue];

    /// <summary>Values of the single samples' gradients that are held at once: they stay in the caches.</summary>
    private const int ChunkValues = 1 << 19;

    private const double TwoSided95 = 1.96; // standard deviations of a normal law

    private readonly MeasureContext _context;
    private readonly CovarianceSettings _settings;
    private readonly SnapshotBatches _wholeBatches;
    private readonly SnapshotBatches _chunks;
    private readonly MinibatchVectors _vectors;
    private readonly int _samples;
    private readonly float[] _gradients; // (sample of a chunk, n)
    private readonly float[] _update, _wholeGradient, _wholeUpdate; // (n)
    private readonly double[] _sum; // (n)

    /// <summary>Watches a run.</summary>
    /// <param name="context">The run.</param>
    /// <param name="settings">How; null for the usual.</param>
    public CovarianceObserver(MeasureContext context, CovarianceSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        (_context, _settings) = (context, settings ?? new CovarianceSettings());
        int n = context.Optimizee.Layout.Count, perChunk = Math.Clamp(ChunkValues / n, 1, context.Train.Count);
        _samples = Math.Min(_settings.Samples ?? Math.Max(2, context.Train.Count / 5), context.Train.Count);
        (_wholeBatches, _chunks, _vectors) = (new SnapshotBatches(context), new SnapshotBatches(context, perChunk),
            new MinibatchVectors(context, _settings.BatchShare));
        (_gradients, _update, _wholeGradient, _wholeUpdate, _sum) = (new float[perChunk * n],
            new float[n], new float[n], new float[n], new double[n]);
    }

    /// <inheritdoc/>
    public void BeforeStep(in StepStart<float> start)
    {
        int iteration = start.Iteration;
        if (!_context.Snapshots.IsDue(iteration))
            return;
        if (_settings.Traces)
            MeasureTraces(iteration, start.Theta, start.Run);
        _vectors.Visit(start, vector => AddEigenvalues(iteration, vector == "gradient" ? GradientEigenvalue : UpdateEigenvalue));
    }

    private void MeasureTraces(int iteration, ReadOnlySpan<float> theta, OptimizerRun<float> run)
    {
        double loss = WholeGradient(theta); // what an optimizer that reads it gets with single samples' gradients too
        run.Propose(theta, _wholeGradient, _wholeUpdate, loss);
        double[] gradientDistances = new double[_samples], updateDistances = new double[_samples];
        _chunks.Restart();
        for (int done = 0, n = theta.Length; done < _samples;)
        {
            Batch<float> batch = _chunks.Next();
            int count = Math.Min(batch.Count, _samples - done);
            Span<float> gradients = _gradients.AsSpan(0, count * n);
            EvaluationMode.SampleGradients(_context.Optimizee, theta, batch.Slice(0, count), gradients);
            for (int sample = 0; sample < count; sample++, done++)
            {
                ReadOnlySpan<float> gradient = gradients.Slice(sample * n, n);
                run.Propose(theta, gradient, _update, loss);
                gradientDistances[done] = UpdateCovariance.SquaredDistance<float>(gradient, _wholeGradient);
                updateDistances[done] = UpdateCovariance.SquaredDistance<float>(_update, _wholeUpdate);
            }
        }
        AddTrace(iteration, GradientTrace, gradientDistances);
        AddTrace(iteration, UpdateTrace, updateDistances);
    }

    /// <summary>
    /// The gradient of the whole training data in one batch: where samples are independent, the mean of the mini-batches' by their sizes.
    /// </summary>
    /// <returns>The loss on it.</returns>
    private double WholeGradient(ReadOnlySpan<float> theta)
    {
        double loss = 0;
        Array.Clear(_sum);
        _wholeBatches.Restart();
        for (int k = 0; k < _wholeBatches.Count; k++)
        {
            Batch<float> batch = _wholeBatches.Next();
            double share = (double)batch.Count / _context.Train.Count;
            loss += share * EvaluationMode.Gradient(_context.Optimizee, theta, batch, _update).Loss;
            for (int i = 0; i < _sum.Length; i++)
                _sum[i] += share * _update[i];
        }
        for (int i = 0; i < _sum.Length; i++)
            _wholeGradient[i] = (float)_sum[i];
        return loss;
    }

    /// <summary>
    /// The mean of the samples' squared distances; its interval is that of a mean of independent numbers, ±1.96 standard errors.
    /// </summary>
    private void AddTrace(int iteration, MeasureQuantity quantity, double[] distances)
    {
        if (FiniteCheck.FirstNonFinite<double>(distances) >= 0) // a run that diverges
            return;
        double mean = distances.Average(),
            variance = distances.Sum(distance => (distance - mean) * (distance - mean)) / (distances.Length - 1);
        double reach = TwoSided95 * Math.Sqrt(variance / distances.Length);
        _context.Sink.Add(new Measurement(iteration, Measurement.All, quantity.Name,
            mean, Low: mean - reach, High: mean + reach));
    }

    private void AddEigenvalues(int iteration, MeasureQuantity quantity)
    {
        if (FiniteCheck.FirstNonFinite(_vectors.Values.Span) >= 0)
            return;
        double[] values = UpdateCovariance.LargestEigenvalues(_vectors.Values.Span, _vectors.Dimension, _settings.Eigenvalues);
        for (int rank = 1; rank <= values.Length; rank++)
            _context.Sink.Add(new Measurement(iteration, Measurement.All, quantity.Name,
                values[rank - 1], Position: rank));
    }

    private static MeasureQuantity Trace(string vector) => new($"{vector}_covariance_trace", "trace",
        "mean squared distance of single samples' vectors from that of the whole data set, with its 95 % interval")
    {
        Targets = Measurement.All,
    };

    private static MeasureQuantity Eigenvalue(string vector) => new($"{vector}_covariance_eigenvalue", "largest eigenvalue",
        "largest eigenvalues of the covariance over mini-batches")
    {
        Targets = Measurement.All,
        Position = "rank from 1",
    };
}
