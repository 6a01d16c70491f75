using System.Numerics;
using L2O.Numerics;

namespace L2O.Optimizees.Layers;

/// <summary>Draws the parameters of layers with a weight and a bias.</summary>
internal static class LinearStart
{
    private const double NormalDeviation = 0.01;

    private static double CutNormal(Rng rng)
    {
        while (true)
            if (rng.NextNormal() is >= -2 and <= 2 and var value)
                return value;
    }

    /// <summary>Overwrites a layer's parameters.</summary>
    /// <param name="initialization">How.</param>
    /// <param name="weight">The weight.</param>
    /// <param name="bias">The bias.</param>
    /// <param name="fanIn">Inputs of one output.</param>
    /// <param name="rng">Source of the random numbers.</param>
    public static void Draw<T>(WeightInitialization initialization, Span<T> weight, Span<T> bias, int fanIn, Rng rng)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(rng);
        if (initialization == WeightInitialization.FanIn)
        {
            rng.FillUniform(weight, 1 / Math.Sqrt(fanIn));
            rng.FillUniform(bias, 1 / Math.Sqrt(fanIn));
            return;
        }
        if (initialization is WeightInitialization.MaximalUpdate or WeightInitialization.MaximalUpdateHead)
        {
            weight.Clear();
            if (initialization == WeightInitialization.MaximalUpdate)
                foreach (ref T value in weight)
                    value = T.CreateChecked(CutNormal(rng) / Math.Sqrt(fanIn));
            foreach (ref T value in bias)
                value = T.CreateChecked(rng.NextNormal());
            return;
        }
        bool isCut = initialization == WeightInitialization.Truncated;
        foreach (ref T value in weight)
            value = T.CreateChecked(isCut ? CutNormal(rng) / Math.Sqrt(fanIn) : NormalDeviation * rng.NextNormal());
        bias.Clear();
    }
}
