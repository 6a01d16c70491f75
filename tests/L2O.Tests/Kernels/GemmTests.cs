using CsCheck;
using L2O.Kernels.Lanes;
using L2O.Kernels.Products;
using L2O.Numerics;
using L2O.Testing;
using Xunit;

namespace L2O.Tests.Kernels;

public sealed class GemmTests
{
    private static readonly Gen<GemmShape> s_shapes =
        from rows in Gen.Int[1, 40]
        from columns in Gen.Int[1, 70]
        from depth in Gen.Int[1, 50]
        from flags in Gen.Int[0, 7]
        select new GemmShape(rows, columns, depth, (flags & 1) > 0, (flags & 2) > 0, (flags & 4) > 0);

    [Fact]
    public void Products_of_any_shape_and_storage_match_the_definition()
    {
        Gen.Select(s_shapes, Gen.Int[0, LaneWidths.Accelerated.Length - 1].Select(i => LaneWidths.Accelerated[i]), Gen.Int[1, 2], Gen.ULong)
            .Sample((shape, width, threads, seed) =>
        {
            using var compute = new Compute(threads, width);
            (double[] a, double[] b, double[] c) = RandomMatrices(shape, seed);
            double[] expected = Reference(shape, a, b, c);
            new Gemm<double>(compute).Multiply(shape, a, b, c);
            for (int i = 0; i < c.Length; i++)
                Assert.Equal(expected[i], c[i], 1e-13); // at most 51 terms below 1: 51·50/2 roundings of half an ulp
        }, iter: 200);
    }

    [Theory]
    [InlineData(131, 70, 1030, false, true)] // several blocks of the depth, shared out among threads
    [InlineData(20, 784, 128, true, false)]
    [InlineData(7, 3, 19, true, true)]
    public void Widths_and_threads_give_the_same_bits(int rows, int columns, int depth, bool leftTransposed, bool rightTransposed)
    {
        var shape = new GemmShape(rows, columns, depth, leftTransposed, rightTransposed);
        (double[] a, double[] b, _) = RandomMatrices(shape, 5);
        float[] left = [.. a.Select(v => (float)v)], right = [.. b.Select(v => (float)v)];
        int[]? expected = null;
        foreach (LaneWidth width in LaneWidths.Accelerated)
        {
            foreach (int threads in new[] { 1, 2, 3 })
            {
                using var compute = new Compute(threads, width);
                float[] product = new float[rows * columns];
                new Gemm<float>(compute).Multiply(shape, left, right, product);
                int[] bits = [.. product.Select(BitConverter.SingleToInt32Bits)];
                Assert.Equal(expected ??= bits, bits);
            }
        }
    }

    [Fact]
    public void Every_element_is_summed_in_ascending_order_with_multiply_adds()
    {
        var shape = new GemmShape(5, 37, 1500, RightTransposed: true);
        (double[] a, double[] b, double[] c) = RandomMatrices(shape, 9);
        using var compute = new Compute(1);
        new Gemm<double>(compute).Multiply(shape, a, b, c);
        double expected = 0;
        for (int k = 0; k < shape.Depth; k++)
            expected = Math.FusedMultiplyAdd(a[4 * shape.Depth + k], b[36 * shape.Depth + k], expected);
        Assert.Equal(expected, c[4 * 37 + 36]);
    }

    [Fact]
    public void A_right_factor_in_the_other_order_gives_the_same_bits()
    {
        foreach ((int rows, int columns, int depth) in new[] { (8, 16, 8), (5, 37, 29), (64, 32, 64), (3, 70, 130) })
        {
            (double[] a, double[] b, _) = RandomMatrices(new GemmShape(rows, columns, depth), 4);
            float[] left = [.. a.Select(v => (float)v)], right = [.. b.Select(v => (float)v)];
            float[] transposed = [.. Enumerable.Range(0, columns * depth).Select(i => right[i % depth * columns + i / depth])];
            float[] expected = new float[rows * columns], product = new float[rows * columns];
            using var compute = new Compute(1);
            new Gemm<float>(compute).Multiply(new GemmShape(rows, columns, depth), left, right, expected);
            new Gemm<float>(compute).Multiply(new GemmShape(rows, columns, depth, RightTransposed: true), left, transposed, product);
            Assert.Equal(expected, product);
        }
    }

    [Fact]
    public void Matrices_of_the_wrong_length_are_refused()
    {
        using var compute = new Compute(1);
        var gemm = new Gemm<float>(compute);
        ArgumentException error = Assert.Throws<ArgumentException>(() =>
            gemm.Multiply(new GemmShape(2, 3, 4), new float[8], new float[11], new float[6]));
        Assert.StartsWith("a matrix of 11 values; expected 4 x 3", error.Message, StringComparison.Ordinal);
    }

    private static (double[] A, double[] B, double[] C) RandomMatrices(GemmShape shape, ulong seed)
    {
        var rng = new Rng(seed);
        double[] a = new double[shape.Rows * shape.Depth], b = new double[shape.Depth * shape.Columns],
            c = new double[shape.Rows * shape.Columns];
        rng.FillUniform(a.AsSpan(), 1);
        rng.FillUniform(b.AsSpan(), 1);
        rng.FillUniform(c.AsSpan(), 1);
        return (a, b, c);
    }

    private static double[] Reference(GemmShape shape, double[] a, double[] b, double[] c)
    {
        double[] product = new double[c.Length];
        for (int i = 0; i < shape.Rows; i++)
            for (int j = 0; j < shape.Columns; j++)
            {
                double sum = shape.Accumulate ? c[i * shape.Columns + j] : 0;
                for (int k = 0; k < shape.Depth; k++)
                    sum += (shape.LeftTransposed ? a[k * shape.Rows + i] : a[i * shape.Depth + k])
                        * (shape.RightTransposed ? b[j * shape.Depth + k] : b[k * shape.Columns + j]);
                product[i * shape.Columns + j] = sum;
            }
        return product;
    }
}
