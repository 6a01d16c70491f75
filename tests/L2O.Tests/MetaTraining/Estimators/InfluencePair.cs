using L2O.MetaTraining.Estimators;
using L2O.Numerics;
using L2O.Optimizers;

namespace L2O.Tests.MetaTraining.Estimators;

/// <summary>
/// Influence balancing (Metz et al. 2019; Vicol et al. 2021): 23 linear states whose short-term influence of the only parameter has the
/// wrong sign. s = A·s + phi·(+1 ten times, -1 thirteen times), A bidiagonal of 1/2; loss ½(s[0] - 1)² after each K steps. Never over.
/// </summary>
internal sealed class InfluencePair(int steps) : IDifferentiableUnroll<double>
{
    public const int States = 23;
    private const int Positive = 10;

    private readonly double[] _positive = new double[States], _negative = new double[States], _influence = new double[States];
    private double _phiPositive, _phiNegative, _slope;

    /// <summary>s[0] of the positive run.</summary>
    public double Leading => _positive[0];

    public static void Advance(double[] state, double phi)
    {
        for (int i = 0; i < States; i++) // upper bidiagonal: a state reads the one behind it, not yet advanced
            state[i] = (0.5 * state[i]) + (i + 1 < States ? 0.5 * state[i + 1] : 0) + (i < Positive ? phi : -phi);
    }

    public void Bind(bool negative, ReadOnlySpan<double> phi)
    {
        if (negative)
            _phiNegative = phi[0];
        else
            _phiPositive = phi[0];
    }

    public void Begin(Rng draw, double progress, int length)
    {
        Array.Fill(_positive, 1);
        Array.Fill(_negative, 1);
    }

    public (double Positive, double Negative) Step()
    {
        Array.Clear(_influence);
        for (int k = 0; k < steps; k++)
        {
            Advance(_positive, _phiPositive);
            Advance(_negative, _phiNegative);
            Advance(_influence, 1);
        }
        _slope = (_positive[0] - 1) * _influence[0];
        return (Loss(_positive), Loss(_negative));
    }

    public (double Positive, double Negative) Recompute() => (Loss(_positive), Loss(_negative));

    public void Join() => _positive.CopyTo(_negative, 0);

    public void Record(int longest)
    {
    }

    public void Differentiate(Span<double> dPhi) => dPhi[0] = _slope;

    public void Save(StateWriter<double> writer) => throw new NotSupportedException();

    public void Load(StateReader<double> reader) => throw new NotSupportedException();

    private static double Loss(double[] state) => 0.5 * (state[0] - 1) * (state[0] - 1);
}
