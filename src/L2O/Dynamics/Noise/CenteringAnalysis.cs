using L2O.Dynamics.TailIndices;

namespace L2O.Dynamics.Noise;

/// <summary>
/// The study's tail index of vectors around their mean, three ways. A dead coordinate, whose value is one and the same in all vectors, has
/// no noise; but the mean of equal numbers in single precision is often not that number, and what remains, a billionth of it perhaps, has a
/// logarithm that counts as that of a noise (docs/tail-index.md).
/// </summary>
/// <param name="FloatMean">α around the mean in single precision that PyTorch computes (<see cref="Noise.FloatMean"/>).</param>
/// <param name="ExactMean">α around the mean in double precision; that of equal numbers is exact, and dead coordinates give exact
/// zeros.</param>
/// <param name="Live">The same without dead coordinates.</param>
/// <param name="Dead">Number of dead coordinates.</param>
/// <param name="Residues">Number of those whose mean in single precision is another number.</param>
/// <param name="SmallestResidue">The smallest of the differences, as a magnitude; NaN where there are none.</param>
/// <param name="LargestResidue">The largest.</param>
internal sealed record CenteringAnalysis(double FloatMean, double ExactMean, double Live, int Dead, int Residues, double SmallestResidue,
    double LargestResidue)
{
    /// <summary>Analyses vectors.</summary>
    /// <param name="values">(K, n) vectors, row by row, finite.</param>
    /// <param name="n">Coordinates of a vector.</param>
    public static CenteringAnalysis Of(ReadOnlySpan<float> values, int n)
    {
        int rows = values.Length / n;
        float[] single = new float[n];
        double[] mean = new double[n];
        bool[] isDead = new bool[n];
        Array.Fill(isDead, true);
        Noise.FloatMean.Of(values, single);
        for (int row = 0; row < rows; row++)
            for (int i = 0; i < n; i++)
            {
                mean[i] += values[row * n + i];
                isDead[i] &= values[row * n + i] == values[i];
            }
        for (int i = 0; i < n; i++)
            mean[i] /= rows;
        double smallest = double.PositiveInfinity, largest = 0;
        int residues = 0;
        for (int i = 0; i < n; i++)
            if (isDead[i] && Math.Abs(values[i] - single[i]) is > 0 and var residue)
                (smallest, largest, residues) = (Math.Min(smallest, residue), Math.Max(largest, residue), residues + 1);
        bool any = residues > 0;
        return new CenteringAnalysis(Estimate(values, n, single, mean, isSingle: true, null),
            Estimate(values, n, single, mean, isSingle: false, null), Estimate(values, n, single, mean, isSingle: false, isDead),
            isDead.Count(static dead => dead), residues, any ? smallest : double.NaN, any ? largest : double.NaN);
    }

    /// <summary>The estimate of <see cref="TailIndex"/>, coordinate by coordinate, so that no centered copy is needed.</summary>
    private static double Estimate(ReadOnlySpan<float> values, int n, float[] single, double[] mean, bool isSingle, bool[]? leftOut)
    {
        int rows = values.Length / n, count = rows * (n - (leftOut?.Count(static dead => dead) ?? 0));
        if (count < 4)
            return double.NaN;
        int size = TailIndex.GroupSize(count), groups = count / size;
        double largest = 0;
        for (int i = 0; i < values.Length; i++)
            largest = Math.Max(largest, Math.Abs(values[i] - mean[i % n]));
        if (largest == 0)
            return double.NaN;
        double scale = TailIndex.ScaleOf(largest), sum = 0, logSingles = 0, logSums = 0;
        int taken = 0;
        for (int row = 0; row < rows; row++)
            for (int i = 0; i < n && taken < groups * size; i++)
            {
                if (leftOut?[i] == true)
                    continue;
                float value = values[row * n + i];
                double centered = scale * (isSingle ? value - single[i] : value - mean[i]);
                logSingles += Math.Log(Math.Abs(centered) + TailIndex.LogFloor);
                sum += centered;
                if (++taken % size != 0)
                    continue;
                logSums += Math.Log(Math.Abs(sum) + TailIndex.LogFloor);
                sum = 0;
            }
        return TailIndex.OfGrowth(size, logSums / groups - logSingles / taken);
    }
}
