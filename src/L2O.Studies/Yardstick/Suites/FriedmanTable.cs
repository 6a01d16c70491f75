using L2O.Data;
using L2O.Numerics;

namespace L2O.Studies.Yardstick.Suites;

/// <summary>
/// A computed table for regression (Friedman 1991, "Multivariate adaptive regression splines"): ten inputs, uniform from 0 to 1, half of
/// them without influence, y = 10·sin(π·x1·x2) + 20·(x3 - 0.5)² + 10·x4 + 5·x5 + N(0, 1), and as any table here with inputs and target of
/// mean 0 and deviation 1.
/// </summary>
internal static class FriedmanTable
{
    /// <summary>What suites call it.</summary>
    public const string Name = "friedman";

    private const int Features = 10;
    private const int TrainCount = 8000;
    private const int TestCount = 2000;
    private const double InputDeviation = 0.28867513459481287; // of a uniform number: 1/√12
    private const double TargetMean = 14.413; // over many samples
    private const double TargetDeviation = 4.97;

    /// <summary>Computes both splits, always the same.</summary>
    public static DataSplits Load()
    {
        Rng rng = new Rng(1).Split(Name);
        return new DataSplits(Name, Split("train", TrainCount, rng), Split("test", TestCount, rng));
    }

    private static ArrayDataset Split(string part, int count, Rng rng)
    {
        float[] inputs = new float[count * Features], targets = new float[count];
        Span<double> x = stackalloc double[Features];
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < Features; j++)
            {
                x[j] = rng.NextDouble();
                inputs[(i * Features) + j] = (float)((x[j] - 0.5) / InputDeviation);
            }
            double y = 10 * Math.Sin(Math.PI * x[0] * x[1]) + 20 * (x[2] - 0.5) * (x[2] - 0.5) + 10 * x[3] + 5 * x[4] + rng.NextNormal();
            targets[i] = (float)((y - TargetMean) / TargetDeviation);
        }
        return new ArrayDataset($"{Name}/{part}", [Features], inputs, targets, 1);
    }
}
