using L2O.MetaTraining.Estimators;
using L2O.Numerics;
using L2O.Optimizers;

namespace L2O.Tests.MetaTraining.Estimators;

/// <summary>
/// Gradient descent on Σ(x - c)² with phi = ln λ: at step k the loss is (1 - 2λ)^2k of the first, whose derivative by phi is known.
/// </summary>
internal sealed class QuadraticPair : IUnrollPair<double>
{
    private readonly double[] _distance = [1, 1]; // |x - c| of both signs
    private readonly double[] _rate = new double[2];

    /// <summary>ℓ at step k, from 0, for a distance of 1 at the start.</summary>
    public static double Loss(double phi, int k) => Math.Pow(1 - 2 * Math.Exp(phi), 2 * k);

    /// <summary>dℓ/dphi at step k.</summary>
    public static double Slope(double phi, int k)
    {
        double rate = Math.Exp(phi);
        return k == 0 ? 0 : -4 * k * rate * Math.Pow(1 - 2 * rate, 2 * k - 1);
    }

    public void Bind(bool negative, ReadOnlySpan<double> phi) => _rate[negative ? 1 : 0] = Math.Exp(phi[0]);

    public void Begin(Rng draw, double progress, int length) => Array.Fill(_distance, 1);

    public (double Positive, double Negative) Step()
    {
        (double, double) losses = Recompute();
        for (int sign = 0; sign < 2; sign++)
            _distance[sign] *= 1 - 2 * _rate[sign];
        return losses;
    }

    public (double Positive, double Negative) Recompute() => (_distance[0] * _distance[0], _distance[1] * _distance[1]);

    public void Join() => _distance[1] = _distance[0];

    public void Save(StateWriter<double> writer) => writer.Write("distance", _distance);

    public void Load(StateReader<double> reader) => reader.Read("distance", _distance);
}
