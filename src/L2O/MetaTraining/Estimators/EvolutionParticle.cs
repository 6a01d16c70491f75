using System.Numerics;
using System.Numerics.Tensors;
using L2O.Numerics;

namespace L2O.MetaTraining.Estimators;

/// <summary>
/// An antithetic pair under evolution strategies: the same truncation under phi plus and minus a perturbation. A run that is over costs one
/// step of the truncation, in which the next begins; what comes before that step is credited to the perturbation that the run has had so
/// far, what comes after it to the fresh one.
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class EvolutionParticle<T> : Particle<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly AlignedBuffer<T> _phi;

    /// <param name="settings">The estimator.</param>
    /// <param name="horizon">How long runs are.</param>
    /// <param name="pair">The runs; this particle's alone.</param>
    /// <param name="stream">Source of its runs.</param>
    /// <param name="phiCount">P.</param>
    public EvolutionParticle(EstimatorSettings settings, HorizonSettings horizon, IUnrollPair<T> pair, Rng stream, int phiCount)
        : base(settings, horizon, pair, stream) => _phi = new AlignedBuffer<T>(phiCount);

    public override ParticleShare Unroll(in UnrollStep<T> step)
    {
        if (Settings.Kind == EstimatorKind.FullEs)
            return WholeRun(step);
        bool keeps = Settings.Kind == EstimatorKind.Nres;
        Perturb(step.Phi, keeps ? step.Carried : step.Fresh);
        if (Place.Length == 0)
            BeginRun(step);
        var sums = new Sums(Settings);
        for (int k = 0; k < Settings.Truncation && !step.Cancellation.IsCancellationRequested; k++)
        {
            if (Place.IsOver)
            {
                if (keeps)
                    Perturb(step.Phi, step.Fresh);
                BeginRun(step);
                sums.HasBegun = true;
                continue;
            }
            sums.Add(Pair.Step());
            CountStep();
        }
        if (Settings.Kind == EstimatorKind.TruncatedEs)
            Pair.Join();
        return sums.Share(Settings.DividesByCounted ? sums.Counted : Settings.Truncation,
            isFresh: Settings.Kind == EstimatorKind.TruncatedEs);
    }

    private ParticleShare WholeRun(in UnrollStep<T> step)
    {
        Perturb(step.Phi, step.Fresh);
        BeginRun(step, step.Length);
        var sums = new Sums(Settings);
        while (!Place.IsOver && !step.Cancellation.IsCancellationRequested)
        {
            sums.Add(Pair.Step());
            CountStep();
        }
        if (Settings.Aggregate == LossAggregate.Recomputed)
            sums.Recompute(Pair.Recompute());
        return sums.Whole();
    }

    private void Perturb(ReadOnlySpan<T> phi, ReadOnlySpan<T> perturbation)
    {
        TensorPrimitives.Add(phi, perturbation, _phi.Span);
        Pair.Bind(negative: false, _phi.Span);
        TensorPrimitives.Subtract(phi, perturbation, _phi.Span);
        Pair.Bind(negative: true, _phi.Span);
    }

    /// <summary>Differences and losses of a truncation.</summary>
    private struct Sums(EstimatorSettings settings)
    {
        private double _carried, _fresh, _losses;
        private int _carriedCount, _freshCount, _lost;
        private (double Positive, double Negative) _least = (double.PositiveInfinity, double.PositiveInfinity), _last;

        public bool HasBegun { get; set; }

        public readonly int Counted => _carriedCount + _freshCount;

        public void Add((double Positive, double Negative) losses)
        {
            double difference = losses.Positive - losses.Negative, mean = 0.5 * (losses.Positive + losses.Negative);
            if (!double.IsFinite(mean) || !double.IsFinite(difference))
            {
                _lost++;
                difference = mean = 0;
            }
            _least = (Math.Min(_least.Positive, losses.Positive), Math.Min(_least.Negative, losses.Negative));
            _last = losses;
            _losses += mean;
            if (HasBegun)
                (_fresh, _freshCount) = (_fresh + difference, _freshCount + 1);
            else
                (_carried, _carriedCount) = (_carried + difference, _carriedCount + 1);
        }

        public void Recompute((double Positive, double Negative) losses) => _last = losses;

        /// <summary>The share of a truncation.</summary>
        /// <param name="steps">What the sums are divided by.</param>
        /// <param name="isFresh">Whether all is the fresh perturbation's.</param>
        public readonly ParticleShare Share(int steps, bool isFresh)
        {
            (double carried, double fresh) = settings.DifferenceSign is { } magnitude && Counted > 0
                ? (magnitude * Math.Sign(_carried + _fresh) * _carriedCount, magnitude * Math.Sign(_carried + _fresh) * _freshCount)
                : (_carried, _fresh);
            (carried, fresh) = steps == 0 ? (0, 0) : (Bound(carried / steps), Bound(fresh / steps));
            return new ParticleShare(isFresh ? 0 : carried, isFresh ? Bound(carried + fresh) : fresh, _losses, Counted - _lost, HasBegun,
                _lost);
        }

        /// <summary>The share of a whole run.</summary>
        public readonly ParticleShare Whole()
        {
            double difference = settings.Aggregate switch
            {
                LossAggregate.Mean => (_carried + _fresh) / Counted,
                LossAggregate.Minimum => _least.Positive - _least.Negative,
                _ => _last.Positive - _last.Negative,
            };
            bool isLost = !double.IsFinite(difference);
            difference = isLost ? 0 : Bound(difference);
            if (settings.DifferenceSign is { } magnitude)
                difference = magnitude * Math.Sign(difference);
            return new ParticleShare(0, difference, _losses, Counted - _lost, true, Math.Max(_lost, isLost ? 1 : 0));
        }

        private readonly double Bound(double difference) => settings.DifferenceBound is { } bound
            ? Math.Clamp(difference, -bound, bound) : difference;
    }
}
