using L2O.Numerics;
using L2O.Optimizers;
using L2O.Training;

namespace L2O.Dynamics.Noise;

/// <summary>
/// The gradients of many mini-batches at one theta, or in their place the updates that an optimizer would make of them. Stored in single
/// precision, one of the two at a time: the estimators go through them several times, and to compute an update again would cost a hundred
/// times as much as to read it. Memory is bounded: of a network too large for all mini-batches the first ones of the random order are
/// taken.
/// </summary>
internal sealed class MinibatchVectors
{
    /// <summary>Most values: 192 MB, which is all 469 mini-batches of MNIST for 107,000 coordinates.</summary>
    private const int MaxValues = 50_000_000;

    private readonly MeasureContext _context;
    private readonly SnapshotBatches _batches;
    private readonly AlignedBuffer<float> _values; // (mini-batch, n)
    private readonly float[] _update;
    private readonly double[] _losses; // (K) on the mini-batches

    /// <param name="context">Of the run.</param>
    /// <param name="share">Share of the mini-batches, more than 0 and at most 1; at least two are taken.</param>
    public MinibatchVectors(MeasureContext context, double share = 1)
    {
        (_context, _batches, Dimension) = (context, new SnapshotBatches(context, asTrained: true), context.Optimizee.Layout.Count);
        int wanted = Math.Min((int)(share * _batches.Count), MaxValues / Dimension); // of MNIST's 469 a fifth: 93, as in the study
        Count = Math.Min(Math.Max(2, wanted), _batches.Count);
        _values = new AlignedBuffer<float>(checked(Count * Dimension));
        (_update, _losses) = (new float[Dimension], new double[Count]);
    }

    /// <summary>K.</summary>
    public int Count { get; }

    /// <summary>n.</summary>
    public int Dimension { get; }

    /// <summary>(K, n).</summary>
    public ReadOnlyMemory<float> Values => _values.Memory;

    /// <summary>Fills the vectors with the gradients, then with the updates, and each time has them looked at.</summary>
    /// <param name="start">Theta and the optimizer's run; neither changes.</param>
    /// <param name="look">Called with <c>gradient</c>, then with <c>update</c>: what the vectors are.</param>
    public void Visit(in StepStart<float> start, Action<string> look)
    {
        FillWithGradients(start.Theta);
        look("gradient");
        ReplaceByUpdates(start.Theta, start.Run);
        look("update");
    }

    /// <summary>Overwrites the vectors with the mini-batches' gradients in evaluation mode.</summary>
    /// <param name="theta">(n).</param>
    private void FillWithGradients(ReadOnlySpan<float> theta)
    {
        _batches.Restart();
        for (int k = 0; k < Count; k++)
            _losses[k] = EvaluationMode.Gradient(_context.Optimizee, theta, _batches.Next(),
                _values.Span.Slice(k * Dimension, Dimension)).Loss;
    }

    /// <summary>Replaces each gradient by the update that the optimizer would make of it now. The optimizer does not move on.</summary>
    /// <param name="theta">(n) where the gradients were taken.</param>
    /// <param name="run">The optimizer's run.</param>
    private void ReplaceByUpdates(ReadOnlySpan<float> theta, OptimizerRun<float> run)
    {
        for (int k = 0; k < Count; k++)
        {
            _context.Cancellation.ThrowIfCancellationRequested();
            Span<float> vector = _values.Span.Slice(k * Dimension, Dimension);
            run.Propose(theta, vector, _update, _losses[k]);
            _update.CopyTo(vector);
        }
    }
}
