using System.Numerics;
using L2O.Kernels.Lanes;

namespace L2O.Kernels.Lstm;

/// <summary>
/// What the LSTM sees of a gradient coordinate (Andrychowicz et al. 2016, appendix A; docs/mathematics.md section 3, item 1).
/// </summary>
internal static unsafe class LstmFeatures<TLanes, T>
    where TLanes : unmanaged, ILanes<TLanes, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Writes all input rows of one block; coordinates beyond the end read as zero. Overwrites.</summary>
    /// <param name="inputs">Which rows there are.</param>
    /// <param name="gradient">(n).</param>
    /// <param name="extra">(extra row, n); may be null if there are none.</param>
    /// <param name="start">The block's first coordinate.</param>
    /// <param name="n">Number of coordinates.</param>
    /// <param name="rows">(input row, BlockSize).</param>
    public static void Fill(LstmInputs inputs, T* gradient, T* extra, int start, int n, T* rows)
    {
        if (inputs is { ReadsGradient: true, Preprocess: true })
        {
            T* block = stackalloc T[LstmShape.BlockSize];
            CopyBlock(gradient, start, n, block);
            Preprocess(block, inputs.Factor, rows);
        }
        else if (inputs.ReadsGradient)
        {
            CopyBlock(gradient, start, n, rows);
        }
        for (int row = 0; row < inputs.Extra; row++)
            CopyBlock(extra + (nint)row * n, start, n, rows + (inputs.GradientRows + row) * LstmShape.BlockSize);
    }

    /// <summary>
    /// Writes the two feature rows of a block: |g| ≥ e^-p → (ln(|g| + 1e-8)/p, sign g), else (-1, e^p·g). Overwrites.
    /// </summary>
    /// <param name="gradient">(BlockSize).</param>
    /// <param name="factor">p, positive.</param>
    /// <param name="features">(2, BlockSize).</param>
    public static void Preprocess(T* gradient, double factor, T* features)
    {
        TLanes threshold = TLanes.Broadcast(T.CreateTruncating(Math.Exp(-factor)));
        TLanes scale = TLanes.Broadcast(T.CreateTruncating(Math.Exp(factor)));
        TLanes divisor = TLanes.Broadcast(T.CreateTruncating(factor));
        TLanes epsilon = TLanes.Broadcast(T.CreateTruncating(1e-8));
        TLanes zero = TLanes.Broadcast(T.Zero), one = TLanes.Broadcast(T.One), minusOne = TLanes.Broadcast(T.NegativeOne);
        for (int column = 0; column < LstmShape.BlockSize; column += TLanes.Width)
        {
            TLanes g = TLanes.Load(gradient + column);
            TLanes size = TLanes.Abs(g);
            TLanes logarithm = LaneMath<TLanes, T>.Log(size + epsilon) / divisor;
            TLanes sign = TLanes.SelectLess(g, zero, minusOne, one);
            TLanes.Store(TLanes.SelectLess(size, threshold, minusOne, logarithm), features + column);
            TLanes.Store(TLanes.SelectLess(size, threshold, scale * g, sign), features + LstmShape.BlockSize + column);
        }
    }

    /// <summary>Copies one block of a vector, zeros beyond its end.</summary>
    public static void CopyBlock(T* vector, int start, int n, T* block)
    {
        int count = Math.Min(LstmShape.BlockSize, n - start);
        new ReadOnlySpan<T>(vector + start, count).CopyTo(new Span<T>(block, count));
        new Span<T>(block + count, LstmShape.BlockSize - count).Clear();
    }
}
