namespace L2O.Dynamics.Noise;

/// <summary>
/// The mean over rows in single precision, in the order in which PyTorch adds on a processor, so that its rounding is PyTorch's, bit for
/// bit (one thread, 8 columns or more): sums of 16 rows, sums of 16 of those, and so on, up to four levels. Of columns that do not fill a
/// block of 32, four such sums take every fourth row each.
/// </summary>
internal static class FloatMean
{
    private const int Levels = 4;
    private const int Block = 32; // columns
    private const int Interleaved = 4;

    /// <summary>The mean of each column.</summary>
    /// <param name="values">(rows, n), row by row.</param>
    /// <param name="mean">(n) overwritten.</param>
    /// <exception cref="ArgumentException">There are no rows, or one is not whole.</exception>
    public static void Of(ReadOnlySpan<float> values, Span<float> mean)
    {
        int n = mean.Length, rows = n == 0 ? 0 : values.Length / n;
        if (rows == 0 || rows * n != values.Length)
            throw new ArgumentException($"{values.Length} values; expected one or more rows of {n}", nameof(values));
        for (int column = 0; column < n; column++)
            mean[column] = (column < n / Block * Block ? Sum(values[column..], n, rows) : InterleavedSum(values[column..], n, rows)) / rows;
    }

    private static float InterleavedSum(ReadOnlySpan<float> values, int stride, int rows)
    {
        int each = rows / Interleaved;
        Span<float> sums = stackalloc float[Interleaved];
        for (int i = 0; i < Interleaved; i++)
            sums[i] = each == 0 ? 0 : Sum(values[(i * stride)..], stride * Interleaved, each);
        for (int row = each * Interleaved; row < rows; row++)
            sums[0] += values[row * stride];
        return sums[0] + sums[1] + sums[2] + sums[3];
    }

    private static float Sum(ReadOnlySpan<float> values, int stride, int rows)
    {
        int digits = Math.Max(4, (rows < 2 ? 0 : 1 + (int)Math.Log2(rows - 1)) / Levels), step = 1 << digits, row = 0;
        Span<float> sums = stackalloc float[Levels];
        sums.Clear();
        while (row + step <= rows)
        {
            for (int end = row + step; row < end; row++)
                sums[0] += values[row * stride];
            for (int level = 1; level < Levels; level++)
            {
                sums[level] += sums[level - 1];
                sums[level - 1] = 0;
                if ((row & ((step - 1) << (level * digits))) != 0)
                    break;
            }
        }
        for (; row < rows; row++)
            sums[0] += values[row * stride];
        return sums[0] + sums[1] + sums[2] + sums[3];
    }
}
