using System.Collections.Immutable;
using L2O.Data;
using L2O.Numerics;
using L2O.Training;

namespace L2O.Dynamics.Sharpness;

/// <summary>
/// Measures at snapshots the sharpness: the largest eigenvalues of the Hessian of the evaluation loss, by Lanczos's method on
/// Hessian-vector products over the same training samples at every snapshot. An interval is the eigenvalue's numerical one, ± its residual,
/// not that of other samples.
/// </summary>
internal sealed class SharpnessObserver : IStepObserver<float>
{
    /// <summary>The eigenvalues.</summary>
    public static MeasureQuantity Eigenvalue { get; } = new("hessian_eigenvalue", "eigenvalue of the Hessian",
        "largest eigenvalues of the loss's Hessian, with their numerical bounds")
    {
        Targets = Measurement.All,
        Position = "rank from 1",
        IsKey = true,
    };

    /// <summary>All that it writes.</summary>
    public static ImmutableArray<MeasureQuantity> Quantities { get; } = [Eigenvalue];

    private readonly MeasureContext _context;
    private readonly SharpnessSettings _settings;
    private readonly SnapshotBatches _batches;
    private readonly HessianVectorProduct<float> _hessian;
    private readonly float[] _theta, _direction, _product; // (n)

    /// <summary>Watches a run.</summary>
    /// <param name="context">The run.</param>
    /// <param name="settings">How; null for the usual.</param>
    public SharpnessObserver(MeasureContext context, SharpnessSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        (_context, _settings, _batches, _hessian) = (context, settings ?? new SharpnessSettings(),
            new SnapshotBatches(context), new HessianVectorProduct<float>(context.Optimizee));
        int n = context.Optimizee.Layout.Count;
        (_theta, _direction, _product) = (new float[n], new float[n], new float[n]);
    }

    /// <inheritdoc/>
    public void BeforeStep(in StepStart<float> start)
    {
        if (!_context.Snapshots.IsDue(start.Iteration))
            return;
        start.Theta.CopyTo(_theta);
        ImmutableArray<(double Value, double Residual)> found = Lanczos.LargestEigenvalues(
            _theta.Length, _settings.Eigenvalues, Multiply, new Rng(_context.Seed).Split("sharpness"),
                _settings.MaxSteps, _settings.Tolerance);
        for (int rank = 1; rank <= found.Length; rank++)
        {
            (double value, double residual) = found[rank - 1];
            _context.Sink.Add(new Measurement(start.Iteration, Measurement.All, Eigenvalue.Name,
                value, Position: rank, Low: value - residual, High: value + residual));
        }
    }

    private void Multiply(double[] vector, double[] product)
    {
        for (int i = 0; i < vector.Length; i++)
            _direction[i] = (float)vector[i];
        Array.Clear(product);
        _batches.Restart();
        int done = 0;
        for (int k = 0; k < _batches.Count && done < _settings.Samples; k++)
        {
            Batch<float> batch = _batches.Next();
            _hessian.Compute(_theta, batch, _direction, _product);
            for (int i = 0; i < product.Length; i++)
                product[i] += batch.Count * (double)_product[i];
            done += batch.Count;
        }
        for (int i = 0; i < product.Length; i++)
            product[i] /= done;
    }
}
