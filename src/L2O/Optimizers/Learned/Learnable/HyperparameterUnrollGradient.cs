using System.Numerics;

namespace L2O.Optimizers.Learned.Learnable;

/// <summary>
/// The reverse of an unroll of a hand-designed update rule whose hyperparameters are phi: coordinate by coordinate, in double precision,
/// from the state at the unroll's start.
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal abstract class HyperparameterUnrollGradient<T> : IUnrollGradient<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int _n;
    private readonly double[] _gradients; // (step) of one coordinate
    private readonly double[] _adjoints; // (step): d(meta-loss)/d(update)
    private readonly double[] _sums;

    /// <param name="coordinates">n.</param>
    /// <param name="longestUnroll">Most steps of an unroll.</param>
    /// <param name="hyperparameters">Number of them.</param>
    protected HyperparameterUnrollGradient(int coordinates, int longestUnroll, int hyperparameters)
    {
        (_n, _gradients, _adjoints, _sums) = (coordinates, new double[longestUnroll], new double[longestUnroll],
            new double[hyperparameters]);
    }

    public abstract void Begin();

    public void Record(int step)
    {
        // The rule reads the gradient alone.
    }

    public void Differentiate(UnrollView<T> unroll, Span<T> dPhi)
    {
        Array.Clear(_sums);
        BeginReverse(unroll.Steps);
        Span<double> gradients = _gradients.AsSpan(0, unroll.Steps), adjoints = _adjoints.AsSpan(0, unroll.Steps);
        for (int i = 0; i < _n; i++)
        {
            double later = 0;
            for (int step = unroll.Steps - 1; step >= 0; step--)
            {
                int at = step * _n + i;
                gradients[step] = double.CreateTruncating(unroll.Gradients[at]);
                adjoints[step] = unroll.GradientFactor * later
                    + (unroll.UpdateAdjoints.IsEmpty ? 0 : double.CreateTruncating(unroll.UpdateAdjoints[at]));
                later += gradients[step];
            }
            Accumulate(i, gradients, adjoints, _sums);
        }
        Chain(_sums);
        for (int k = 0; k < dPhi.Length; k++)
            dPhi[k] = T.CreateTruncating(_sums[k]);
    }

    /// <summary>Prepares what is the same for all coordinates.</summary>
    /// <param name="steps">Of the unroll.</param>
    protected abstract void BeginReverse(int steps);

    /// <summary>Adds one coordinate's d(meta-loss)/d(hyperparameter).</summary>
    /// <param name="coordinate">Which.</param>
    /// <param name="gradients">(step) what it read.</param>
    /// <param name="adjoints">(step): d(meta-loss)/d(update).</param>
    /// <param name="sums">(hyperparameter); added to.</param>
    protected abstract void Accumulate(int coordinate, ReadOnlySpan<double> gradients, ReadOnlySpan<double> adjoints, Span<double> sums);

    /// <summary>Turns derivatives by the hyperparameters into those by phi.</summary>
    protected abstract void Chain(Span<double> sums);
}
