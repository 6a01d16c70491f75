using System.Numerics;
using L2O.Numerics;

namespace L2O.MetaTraining.Estimators;

/// <summary>One inner run after another under truncated back-propagation: its share is a whole gradient.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class BackpropagationParticle<T> : Particle<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly IDifferentiableUnroll<T> _unroll;
    private readonly AlignedBuffer<T> _gradient;
    private readonly AlignedBuffer<T> _part;

    /// <param name="settings">The estimator.</param>
    /// <param name="horizon">How long runs are.</param>
    /// <param name="unroll">The runs; this particle's alone.</param>
    /// <param name="stream">Source of its runs.</param>
    /// <param name="phiCount">P.</param>
    public BackpropagationParticle(EstimatorSettings settings, HorizonSettings horizon, IDifferentiableUnroll<T> unroll, Rng stream,
        int phiCount) : base(settings, horizon, unroll, stream)
    {
        (_unroll, _gradient, _part) = (unroll, new AlignedBuffer<T>(phiCount), new AlignedBuffer<T>(phiCount));
        unroll.Record(settings.Truncation);
    }

    /// <summary>(P) the gradient of the last truncation.</summary>
    public ReadOnlySpan<T> Gradient => _gradient.Span;

    public override ParticleShare Unroll(in UnrollStep<T> step)
    {
        _gradient.Span.Clear();
        Pair.Bind(negative: false, step.Phi);
        if (Place.Length == 0)
            BeginRun(step);
        double losses = 0;
        int counted = 0, lost = 0, recorded = 0;
        bool hasBegun = false;
        for (int k = 0; k < Settings.Truncation && !step.Cancellation.IsCancellationRequested; k++)
        {
            if (Place.IsOver)
            {
                Take(ref recorded);
                BeginRun(step);
                hasBegun = true;
                continue;
            }
            double loss = Pair.Step().Positive;
            (losses, counted, lost) = double.IsFinite(loss) ? (losses + loss, counted + 1, lost) : (losses, counted, lost + 1);
            recorded++;
            CountStep();
        }
        Take(ref recorded);
        return new ParticleShare(0, 0, losses, counted, hasBegun, lost);
    }

    private void Take(ref int recorded)
    {
        if (recorded == 0)
            return;
        _unroll.Differentiate(_part.Span);
        T share = T.CreateTruncating(1.0 / Settings.Truncation);
        for (int i = 0; i < _part.Length; i++)
            _gradient.Span[i] += share * _part.Span[i];
        recorded = 0;
    }
}
