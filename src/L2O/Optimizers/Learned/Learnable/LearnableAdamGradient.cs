using System.Numerics;

namespace L2O.Optimizers.Learned.Learnable;

/// <summary>
/// The reverse of Adam by its hyperparameters: m_t = β1·m_{t-1} + (1-β1)·g, v_t = β2·v_{t-1} + (1-β2)·g², u_t = -rate·c_t·m_t / (s_t·√v_t +
/// ε) with c_t = 1/(1-β1^t) and s_t = 1/√(1-β2^t).
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class LearnableAdamGradient<T> : HyperparameterUnrollGradient<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Rate = 0;
    private const int Beta1 = 1;
    private const int Beta2 = 2;
    private const int Epsilon = 3;

    private readonly LearnableAdamOptimizer<T> _optimizer;
    private readonly LearnableAdamRun<T> _run;
    private readonly T[] _startMean;
    private readonly T[] _startSquare;
    private readonly double[] _mean; // (step + 1)
    private readonly double[] _square; // (step + 1)
    private readonly Correction[] _corrections; // (step)
    private int _startSteps;

    public LearnableAdamGradient(LearnableAdamOptimizer<T> optimizer, LearnableAdamRun<T> run, int coordinates, int longestUnroll)
        : base(coordinates, longestUnroll, 4)
    {
        (_optimizer, _run) = (optimizer, run);
        (_startMean, _startSquare) = (new T[coordinates], new T[coordinates]);
        (_mean, _square, _corrections) = (new double[longestUnroll + 1], new double[longestUnroll + 1], new Correction[longestUnroll]);
    }

    public override void Begin()
    {
        _startSteps = _run.MeanSteps;
        _run.Mean.CopyTo(_startMean);
        _run.Square.CopyTo(_startSquare);
    }

    protected override void BeginReverse(int steps)
    {
        for (int step = 0; step < steps; step++)
            _corrections[step] = new Correction(_optimizer.Beta1, _optimizer.Beta2, _startSteps + step + 1);
    }

    protected override void Accumulate(int coordinate, ReadOnlySpan<double> gradients, ReadOnlySpan<double> adjoints, Span<double> sums)
    {
        double rate = _optimizer.LearningRate, beta1 = _optimizer.Beta1, beta2 = _optimizer.Beta2, epsilon = _optimizer.Epsilon;
        (_mean[0], _square[0]) = (double.CreateTruncating(_startMean[coordinate]), double.CreateTruncating(_startSquare[coordinate]));
        for (int step = 0; step < gradients.Length; step++)
        {
            double gradient = gradients[step];
            _mean[step + 1] = beta1 * _mean[step] + (1 - beta1) * gradient;
            _square[step + 1] = beta2 * _square[step] + (1 - beta2) * gradient * gradient;
        }
        double dMean = 0, dSquare = 0;
        for (int step = gradients.Length - 1; step >= 0; step--)
        {
            Correction correction = _corrections[step];
            double gradient = gradients[step], root = Math.Sqrt(_square[step + 1]), denominator = correction.Square * root + epsilon;
            // dUpdate · update
            double slope = -rate * correction.Mean / denominator, dUpdate = adjoints[step], share = dUpdate * slope * _mean[step + 1];
            double dDenominator = -share / denominator;
            dMean = beta1 * dMean + dUpdate * slope;
            dSquare = beta2 * dSquare + (root > 0 ? dDenominator * correction.Square / (2 * root) : 0);
            sums[Rate] += share / rate;
            sums[Beta1] += share * correction.MeanLogSlope + dMean * (_mean[step] - gradient);
            sums[Beta2] += dDenominator * root * correction.Square * correction.SquareLogSlope + dSquare
                * (_square[step] - gradient * gradient);
            sums[Epsilon] += dDenominator;
        }
    }

    protected override void Chain(Span<double> sums)
    {
        sums[Rate] *= _optimizer.LearningRate;
        sums[Beta1] *= Hyperparameter.DecaySlope(_optimizer.Beta1);
        sums[Beta2] *= Hyperparameter.DecaySlope(_optimizer.Beta2);
        sums[Epsilon] *= _optimizer.Epsilon;
    }

    /// <summary>Bias corrections of step t: c_t, s_t, and the derivatives of their logarithms by the decays.</summary>
    private readonly struct Correction(double beta1, double beta2, int t)
    {
        public double Mean { get; } = 1 / (1 - Math.Pow(beta1, t));

        public double MeanLogSlope { get; } = t * Math.Pow(beta1, t - 1) / (1 - Math.Pow(beta1, t));

        public double Square { get; } = 1 / Math.Sqrt(1 - Math.Pow(beta2, t));

        public double SquareLogSlope { get; } = t * Math.Pow(beta2, t - 1) / (2 * (1 - Math.Pow(beta2, t)));
    }
}
