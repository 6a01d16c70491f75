using L2O.Numerics;
using L2O.Optimizers.Learned.Lstm;

namespace L2O.Benchmarks;

/// <summary>The study's learned optimizer with a fresh phi, and gradients for it to read.</summary>
internal static class BoundOptimizer
{
    public static CoordinateLstmOptimizer<float> Create(Compute compute)
    {
        var learned = new CoordinateLstm();
        float[] phi = new float[learned.PhiLayout().Count];
        learned.InitializePhi<float>(phi, new Rng(1));
        return learned.BindLstm<float>(phi, compute);
    }

    /// <summary>Uniform in ±bound.</summary>
    public static float[] Uniform(int count, double bound)
    {
        float[] values = new float[count];
        new Rng(2).FillUniform<float>(values, bound);
        return values;
    }
}
