using L2O.MetaTraining.Estimators;
using L2O.Numerics;
using L2O.Optimizers;

namespace L2O.Tests.MetaTraining.Estimators;

/// <summary>Runs whose loss at every step is the present phi: losses are as correlated over time as they can be.</summary>
internal sealed class MemorylessPair : IUnrollPair<double>
{
    private double _positive, _negative;

    public void Bind(bool negative, ReadOnlySpan<double> phi)
    {
        if (negative)
            _negative = phi[0];
        else
            _positive = phi[0];
    }

    public void Begin(Rng draw, double progress, int length)
    {
    }

    public (double Positive, double Negative) Step() => (_positive, _negative);

    public (double Positive, double Negative) Recompute() => (_positive, _negative);

    public void Join()
    {
    }

    public void Save(StateWriter<double> writer)
    {
    }

    public void Load(StateReader<double> reader)
    {
    }
}
