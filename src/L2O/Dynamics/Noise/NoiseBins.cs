using L2O.Numerics;

namespace L2O.Dynamics.Noise;

/// <summary>
/// Coarse bins over a histogram's fine ones, about equally full, so that the counts of every single mini-batch can be kept and resampled. A
/// fine bin that is fuller than a coarse one should be stays alone: spikes are not smeared.
/// </summary>
internal sealed class NoiseBins
{
    private const int Wanted = 200;

    private readonly ushort[] _binOf = new ushort[FloatHistogram.BinCount];
    private readonly List<double> _edges = [];

    /// <summary>Divides the histogram.</summary>
    public NoiseBins(FloatHistogram histogram)
    {
        long filled = 0, full = histogram.Total / Wanted;
        int lastUsed = 0;
        for (int fine = 0; fine < FloatHistogram.BinCount; fine++)
        {
            int count = histogram.Counts[fine];
            if (count > 0 && (_edges.Count == 0 || (filled > 0 && filled + count > full)))
            {
                _edges.Add(FloatHistogram.Edge(fine));
                filled = 0;
            }
            filled += count;
            lastUsed = count > 0 ? fine : lastUsed;
            _binOf[fine] = (ushort)Math.Max(0, _edges.Count - 1);
        }
        _edges.Add(FloatHistogram.Edge(lastUsed + 1));
    }

    /// <summary>Number of coarse bins: at most twice as many as there should be, and one.</summary>
    public int Count => _edges.Count - 1;

    /// <summary>The coarse bin of a number.</summary>
    public int BinOf(float value) => _binOf[FloatHistogram.BinOf(value)];

    /// <summary>The value below which a share of the numbers lies, linear inside its bin.</summary>
    /// <param name="counts">(coarse bin).</param>
    /// <param name="share">From 0 to 1.</param>
    public double Quantile(ReadOnlySpan<int> counts, double share)
    {
        long total = 0, below = 0;
        foreach (int count in counts)
            total += count;
        for (int bin = 0; bin < counts.Length; bin++)
        {
            if (counts[bin] > 0 && below + counts[bin] >= share * total)
                return _edges[bin] + (share * total - below) / counts[bin] * (_edges[bin + 1] - _edges[bin]);
            below += counts[bin];
        }
        return double.NaN;
    }
}
