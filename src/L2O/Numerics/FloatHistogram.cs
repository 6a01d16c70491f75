using System.Runtime.InteropServices;

namespace L2O.Numerics;

/// <summary>
/// Counts numbers by the upper 16 bits of their single-precision form: sign, exponent and 7 bits of the mantissa. Bins are thus at most 0.8
/// % of their numbers' size wide, over the whole range, and need no knowledge of the numbers: quantiles of millions of them in one pass.
/// </summary>
internal sealed class FloatHistogram
{
    /// <summary>Number of bins, in the numbers' order.</summary>
    public const int BinCount = 1 << 16;

    private const int Zero = BinCount / 2; // the bin that begins at +0
    private const int FirstInfinite = 0x7f80; // of magnitudes: infinity, NaN above

    private readonly int[] _counts = new int[BinCount];

    /// <summary>(bin): counts.</summary>
    public ReadOnlySpan<int> Counts => _counts;

    /// <summary>Numbers counted.</summary>
    public long Total { get; private set; }

    /// <summary>Whether every number counted is finite.</summary>
    public bool IsFinite => Total == CountBetween(Zero - FirstInfinite, Zero + FirstInfinite);

    /// <summary>The bin of a number.</summary>
    public static int BinOf(float value) => Bin(BitConverter.SingleToInt32Bits(value));

    /// <summary>The lower edge of a bin.</summary>
    /// <param name="bin">From 0 to <see cref="BinCount"/>, where the last one is the upper edge of the last bin.</param>
    public static float Edge(int bin)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bin);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bin, BinCount);
        return bin >= Zero
            ? BitConverter.UInt32BitsToSingle((uint)Math.Min(bin - Zero, FirstInfinite) << 16)
            : -BitConverter.UInt32BitsToSingle((uint)Math.Min(Zero - bin, FirstInfinite) << 16);
    }

    /// <summary>Counts more numbers.</summary>
    public void Add(ReadOnlySpan<float> values)
    {
        int[] counts = _counts;
        foreach (int bits in MemoryMarshal.Cast<float, int>(values))
            counts[Bin(bits)]++;
        Total += values.Length;
    }

    /// <summary>Adds another histogram's counts.</summary>
    public void Add(FloatHistogram other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (int bin = 0; bin < BinCount; bin++)
            _counts[bin] += other._counts[bin];
        Total += other.Total;
    }

    /// <summary>Forgets all numbers.</summary>
    public void Clear()
    {
        Array.Clear(_counts);
        Total = 0;
    }

    /// <summary>The value below which a share of the numbers lies, linear inside its bin: wrong by at most the bin's width.</summary>
    /// <param name="share">From 0 to 1.</param>
    /// <returns>NaN if there are no numbers or one is not finite.</returns>
    public double Quantile(double share)
    {
        if (Total == 0 || !IsFinite)
            return double.NaN;
        double rank = share * Total;
        long below = 0;
        for (int bin = 0; bin < BinCount; bin++)
        {
            int count = _counts[bin];
            if (count > 0 && below + count >= rank)
                return Edge(bin) + (rank - below) / count * ((double)Edge(bin + 1) - Edge(bin));
            below += count;
        }
        return double.NaN;
    }

    /// <summary>
    /// The lower edge of the bins of magnitudes that together hold the largest numbers of either sign, at least a share of all.
    /// </summary>
    /// <param name="share">More than 0, less than 1.</param>
    /// <returns>A number that that share, or little more, does not fall below in magnitude; NaN if there are no numbers or one is not
    /// finite.</returns>
    public double MagnitudeExceededBy(double share)
    {
        if (Total == 0 || !IsFinite)
            return double.NaN;
        long above = 0;
        for (int magnitude = FirstInfinite - 1; magnitude >= 0; magnitude--)
        {
            above += _counts[Zero + magnitude] + _counts[Zero - 1 - magnitude];
            if (above >= share * Total)
                return Edge(Zero + magnitude);
        }
        return double.NaN;
    }

    // Bits of negative numbers grow with the magnitude: turned over, all bits together keep the order.
    private static int Bin(int bits) => (int)((uint)(bits ^ ((bits >> 31) | int.MinValue)) >> 16);

    private long CountBetween(int start, int end)
    {
        long count = 0;
        for (int bin = start; bin < end; bin++)
            count += _counts[bin];
        return count;
    }
}
