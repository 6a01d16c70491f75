using System.Numerics.Tensors;
using L2O.Dynamics.TailIndices;
using L2O.Numerics;

namespace L2O.Dynamics.Noise;

/// <summary>
/// What of each mini-batch the tail indices of one tensor, or of all together, need: a few sums, from which an estimate and its resamples
/// come without going through the coordinates again.
/// </summary>
internal sealed class NoiseTarget
{
    private const float LeastNoise = 7.7e-34f; // below it, single precision has too few digits left

    private readonly double[] _logSingles; // (mini-batch): Σ log(|x| + ε) over the coordinates that fill groups
    private readonly double[] _logSums; // (mini-batch): Σ log(|y| + ε) over the groups that begin in it
    private readonly int[] _groups; // (mini-batch): their number
    private readonly double[] _norms; // (mini-batch)
    private readonly double[] _logVectorSums; // (group of mini-batches): log of the norm of their sum
    private readonly int[] _tailCounts; // (mini-batch): magnitudes at or above the threshold
    private readonly double[] _tailLogs; // (mini-batch): Σ log(magnitude / threshold) over them
    private readonly int _groupSize; // m; 0 where there are too few samples
    private readonly int _groupCount;
    private FloatHistogram? _histogram;
    private float _threshold;
    private bool _isStill; // less noise than single precision can tell from none

    /// <param name="name">As in the table.</param>
    /// <param name="offset">The first coordinate.</param>
    /// <param name="width">Coordinates.</param>
    /// <param name="rows">Mini-batches.</param>
    /// <param name="groupSize">m; null for the usual.</param>
    public NoiseTarget(string name, int offset, int width, int rows, int? groupSize)
    {
        (Name, Offset, Width, Rows) = (name, offset, width, rows);
        int count = checked(rows * width);
        _groupSize = SizeFor(count, groupSize);
        _groupCount = _groupSize == 0 ? 0 : count / _groupSize;
        RowsPerSum = SizeFor(rows, groupSize);
        (_logSingles, _logSums, _norms, _tailLogs) = (new double[rows], new double[rows], new double[rows], new double[rows]);
        (_groups, _tailCounts) = (new int[rows], new int[rows]);
        _logVectorSums = new double[RowsPerSum == 0 ? 0 : rows / RowsPerSum];
    }

    public string Name { get; }

    public int Offset { get; }

    public int Width { get; }

    public int Rows { get; }

    /// <summary>m of whole vectors; 0 where there are too few mini-batches.</summary>
    public int RowsPerSum { get; }

    /// <summary>What magnitudes are multiplied by before ε is added; a power of 2, 1 for noise of usual sizes.</summary>
    public float Scale { get; private set; } = 1;

    /// <summary>Says how large the noise is; comes before all else of a snapshot.</summary>
    /// <param name="largest">The largest magnitude of a centered coordinate; NaN where one is none.</param>
    public void Begin(float largest)
    {
        _isStill = largest < LeastNoise;
        Scale = _isStill || !float.IsFinite(largest) ? 1 : (float)TailIndex.ScaleOf(largest);
    }

    /// <summary>Norms, logarithms and the sums of the groups that begin in a mini-batch.</summary>
    /// <param name="row">Which one.</param>
    /// <param name="centered">(n) its vector less the mean.</param>
    /// <param name="logs">(n) log(scale·|centered| + ε).</param>
    /// <param name="values">(K, n) all vectors.</param>
    /// <param name="mean">(n).</param>
    public void Measure(int row, ReadOnlySpan<float> centered, ReadOnlySpan<float> logs,
        ReadOnlySpan<float> values, ReadOnlySpan<float> mean)
    {
        ReadOnlySpan<float> own = centered.Slice(Offset, Width);
        _norms[row] = Math.Sqrt(DoubleSums.InnerProduct(own, own));
        if (_groupSize == 0)
            return;
        int first = row * Width, end = first + Width;
        _logSingles[row] = DoubleSums.Sum(logs.Slice(Offset, Math.Clamp(_groupCount * _groupSize - first, 0, Width)));
        (_logSums[row], _groups[row]) = (0, 0);
        for (int group = (first + _groupSize - 1) / _groupSize; group < _groupCount && group * _groupSize < end; group++)
        {
            _logSums[row] += Math.Log(Scale * Math.Abs(GroupSum(group * _groupSize, values, mean)) + TailIndex.LogFloor);
            _groups[row]++;
        }
    }

    /// <summary>Stores the norm of this target's part of the sum of some mini-batches.</summary>
    public void MeasureSum(int group, ReadOnlySpan<double> sum) =>
        _logVectorSums[group] = Math.Log(Scale * TensorPrimitives.Norm(sum.Slice(Offset, Width)) + TailIndex.LogFloor);

    /// <summary>Fixes the threshold of the tail from the histogram of all samples.</summary>
    public void Divide(FloatHistogram histogram, double tailShare)
    {
        _histogram = histogram;
        _threshold = (float)histogram.MagnitudeExceededBy(tailShare);
    }

    /// <summary>Sums up a mini-batch's part of the tail.</summary>
    public void Count(int row, ReadOnlySpan<float> centered)
    {
        int tail = 0;
        double logs = 0;
        foreach (float value in centered.Slice(Offset, Width))
        {
            if (Math.Abs(value) < _threshold)
                continue;
            tail++;
            logs += Math.Log(Math.Abs(value) / (double)_threshold);
        }
        (_tailCounts[row], _tailLogs[row]) = (tail, logs);
    }

    /// <summary>All estimates.</summary>
    /// <param name="bootstrap">Of mini-batches.</param>
    /// <param name="interval">Of the study's estimator.</param>
    public NoiseEstimates Estimate(MinibatchBootstrap bootstrap, CenteredInterval interval) => new(Name)
    {
        TailIndex = Pooled(bootstrap, interval),
        VectorTailIndex = OfVectors(),
        HillTailIndex = _threshold > 0 && !_isStill ? HillTailIndex.OfTail(_tailCounts.Sum(), _tailLogs.Sum()) : double.NaN,
        McCullochTailIndex = OfQuantiles(),
        NoiseNorm = bootstrap.Estimate(weights => Weighted(weights, _norms) / Rows),
    };

    private static int SizeFor(int count, int? wanted) => count < (wanted ?? 4) ? 0 : wanted ?? TailIndex.GroupSize(count);

    private double GroupSum(int start, ReadOnlySpan<float> values, ReadOnlySpan<float> mean)
    {
        int n = mean.Length, row = start / Width, column = start % Width, left = _groupSize;
        double sum = 0;
        while (left > 0)
        {
            int count = Math.Min(left, Width - column);
            ReadOnlySpan<float> piece = values.Slice(row * n + Offset + column, count), center = mean.Slice(Offset + column, count);
            for (int i = 0; i < piece.Length; i++)
                sum += piece[i] - center[i];
            (row, column, left) = (row + 1, 0, left - count);
        }
        return sum;
    }

    private IntervalEstimate Pooled(MinibatchBootstrap bootstrap, CenteredInterval interval)
    {
        if (_groupSize == 0 || _isStill)
            return new IntervalEstimate(double.NaN, double.NaN, double.NaN);
        int[] ones = new int[Rows];
        Array.Fill(ones, 1);
        double growth = Growth(ones);
        return interval.Of(TailIndex.OfGrowth(_groupSize, growth), growth, bootstrap.Deviation(Growth), Width, _groupSize);
    }

    /// <summary>Mean log|Y| - mean log|X|.</summary>
    private double Growth(int[] weights)
    {
        double groups = Weighted(weights, _groups), singles = 0;
        for (int row = 0; row < Rows; row++)
            singles += weights[row] * (double)Math.Clamp(_groupCount * _groupSize - row * Width, 0, Width);
        return Weighted(weights, _logSums) / groups - Weighted(weights, _logSingles) / singles;
    }

    private double OfVectors()
    {
        if (_isStill || RowsPerSum == 0)
            return double.NaN;
        double singles = 0;
        for (int row = 0; row < _logVectorSums.Length * RowsPerSum; row++)
            singles += Math.Log(Scale * _norms[row] + TailIndex.LogFloor);
        return TailIndex.OfGrowth(RowsPerSum, (_logVectorSums.Sum() - singles / RowsPerSum) / _logVectorSums.Length);
    }

    private double OfQuantiles()
    {
        double[] quantiles = new double[McCullochTailIndex.Shares.Length];
        for (int i = 0; i < quantiles.Length; i++)
            quantiles[i] = _histogram!.Quantile(McCullochTailIndex.Shares[i]);
        // Quartiles in one bin are a spike, e.g. of exact zeros, whose width nothing is known of.
        bool isSpike = FloatHistogram.BinOf((float)quantiles[1]) == FloatHistogram.BinOf((float)quantiles[3]);
        return isSpike || _isStill ? double.NaN : McCullochTailIndex.FromQuantiles(quantiles);
    }

    private static double Weighted(int[] weights, double[] values)
    {
        double sum = 0;
        for (int row = 0; row < weights.Length; row++)
            sum += weights[row] * values[row];
        return sum;
    }

    private static double Weighted(int[] weights, int[] values)
    {
        long sum = 0;
        for (int row = 0; row < weights.Length; row++)
            sum += (long)weights[row] * values[row];
        return sum;
    }
}
