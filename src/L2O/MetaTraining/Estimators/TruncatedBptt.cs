using System.Numerics;
using L2O.Optimizers.Learned;

namespace L2O.MetaTraining.Estimators;

/// <summary>
/// The gradient of phi over one unroll by truncated back-propagation through time (Werbos 1990), with the identity
/// of docs/mathematics.md section 4: the gradients that the learned optimizer reads are constants, hence
/// d(Σ loss)/d u_t = λ Σ_{s&gt;t} g_s exactly, and the optimizee needs one backward pass an iteration.
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class TruncatedBptt<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double LeastLoss = 1.1754943508222875e-38;

    private readonly IUnrollGradient<T> _reverse;
    private readonly UnrollTape<T> _tape;
    private readonly bool _logLoss;
    private double _lossSum;
    private double _regularizationSum;

    /// <param name="run">Whose optimizer's phi is differentiated.</param>
    /// <param name="coordinates">n of what the run drives.</param>
    /// <param name="longestUnroll">The most steps of an unroll, at least 1.</param>
    /// <param name="logLoss">Whether the meta-loss is log(Σ loss) or Σ loss.</param>
    /// <param name="regularizes">Whether the meta-loss has terms in the updates themselves.</param>
    /// <exception cref="ArgumentException">The run has no backward pass, or its updates are scaled.</exception>
    public TruncatedBptt(LearnedRun<T> run, int coordinates, int longestUnroll, bool logLoss, bool regularizes)
    {
        if (run.Layout.ScalesUpdates)
            throw new ArgumentException(
                "updates of a network in the maximal update parametrization are scaled, and phi can't be back-propagated through that; " +
                "expected particles", nameof(run));
        _reverse = run.CreateUnrollGradient(longestUnroll)
            ?? throw new ArgumentException(
                "this learned optimizer has no backward pass; expected one that has, because phi is trained by back-propagation",
                nameof(run));
        _logLoss = logLoss;
        _tape = new UnrollTape<T>(coordinates, longestUnroll, regularizes);
    }

    /// <summary>Steps recorded.</summary>
    public int Steps { get; private set; }

    /// <summary>Where the gradient of the coming step goes: the optimizee writes it here, the optimizer reads it here.</summary>
    public Span<T> Gradient => _tape.Gradient(Steps);

    /// <summary>Where d(regularization)/d(update) of the coming step goes, if the meta-loss has such terms.</summary>
    public Span<T> UpdateAdjoint => _tape.UpdateAdjoint(Steps);

    /// <summary>The sum of the losses; where they are all 0, the least number with all digits in single precision, whose logarithm and
    /// inverse are finite.</summary>
    private double PositiveLoss => _lossSum == 0 ? LeastLoss : _lossSum;

    /// <summary>The meta-loss of the steps recorded so far.</summary>
    public double MetaLoss => (_logLoss ? Math.Log(PositiveLoss) : _lossSum) + _regularizationSum;

    /// <summary>Begins an unroll at the run's present state.</summary>
    public void Begin()
    {
        _reverse.Begin();
        (_lossSum, _regularizationSum, Steps) = (0, 0, 0);
    }

    /// <summary>Records the step that the run has just made with <see cref="Gradient"/>.</summary>
    /// <param name="loss">Loss before the step.</param>
    /// <param name="regularization">Further terms of the meta-loss.</param>
    public void Record(double loss, double regularization = 0)
    {
        _reverse.Record(Steps);
        _lossSum += loss;
        _regularizationSum += regularization;
        Steps++;
    }

    /// <summary>Computes d(meta-loss)/d(phi) over the recorded steps. Phi must not have changed since <see cref="Begin"/>.</summary>
    /// <param name="dPhi">(P); overwritten.</param>
    public void Differentiate(Span<T> dPhi) => _reverse.Differentiate(
        new UnrollView<T>
        {
            Steps = Steps,
            Gradients = _tape.Gradients,
            UpdateAdjoints = _tape.UpdateAdjoints,
            GradientFactor = _logLoss ? 1 / PositiveLoss : 1,
        },
        dPhi);
}
