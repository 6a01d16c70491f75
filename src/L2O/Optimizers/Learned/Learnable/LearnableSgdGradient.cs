using System.Numerics;

namespace L2O.Optimizers.Learned.Learnable;

/// <summary>The reverse of SGD with momentum, v_t = μ·v_{t-1} + g_t and u_t = -rate·v_t, by rate and μ.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class LearnableSgdGradient<T> : HyperparameterUnrollGradient<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Rate = 0;
    private const int Momentum = 1;

    private readonly LearnableSgdOptimizer<T> _optimizer;
    private readonly LearnableSgdRun<T> _run;
    private readonly T[] _startVelocity;
    private readonly double[] _velocity; // (step + 1)

    public LearnableSgdGradient(LearnableSgdOptimizer<T> optimizer, LearnableSgdRun<T> run, int coordinates, int longestUnroll)
        : base(coordinates, longestUnroll, 2)
    {
        (_optimizer, _run) = (optimizer, run);
        (_startVelocity, _velocity) = (new T[coordinates], new double[longestUnroll + 1]);
    }

    public override void Begin() => _run.Velocity.CopyTo(_startVelocity);

    protected override void BeginReverse(int steps)
    {
        // Nothing: rate and momentum are the same in all steps.
    }

    protected override void Accumulate(int coordinate, ReadOnlySpan<double> gradients, ReadOnlySpan<double> adjoints, Span<double> sums)
    {
        double rate = _optimizer.LearningRate, momentum = _optimizer.Momentum;
        _velocity[0] = double.CreateTruncating(_startVelocity[coordinate]);
        for (int step = 0; step < gradients.Length; step++)
            _velocity[step + 1] = momentum * _velocity[step] + gradients[step];
        double dVelocity = 0;
        for (int step = gradients.Length - 1; step >= 0; step--)
        {
            sums[Rate] -= adjoints[step] * _velocity[step + 1];
            dVelocity = momentum * dVelocity - rate * adjoints[step];
            sums[Momentum] += dVelocity * _velocity[step];
        }
    }

    protected override void Chain(Span<double> sums)
    {
        sums[Rate] *= _optimizer.LearningRate;
        sums[Momentum] *= Hyperparameter.DecaySlope(_optimizer.Momentum);
    }
}
