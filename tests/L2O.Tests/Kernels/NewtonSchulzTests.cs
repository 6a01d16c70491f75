using L2O.Kernels.Lanes;
using L2O.Kernels.Products;
using L2O.Numerics;
using L2O.Testing;
using Xunit;

namespace L2O.Tests.Kernels;

public sealed class NewtonSchulzTests
{
    /// <summary>Small ones are done at once; the last two are beyond that.</summary>
    public static TheoryData<int, int> Shapes { get; } = new()
    {
        { 1, 1 },
        { 1, 9 },
        { 10, 32 },
        { 32, 64 },
        { 64, 32 },
        { 33, 20 },
        { 128, 128 },
        { 150, 140 },
        { 120, 300 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Five_iterations_are_those_of_the_definition(int rows, int columns)
    {
        double[] matrix = Draw(rows, columns), expected = Reference(rows, columns, matrix);
        using var compute = new Compute(1);
        new NewtonSchulz<double>(compute, [(rows, columns)]).Run(rows, columns, matrix.Sum(static x => x * x), matrix);
        for (int i = 0; i < matrix.Length; i++)
            Assert.Equal(expected[i], matrix[i], 1e-11); // five times up to 300 terms below 1, errors grow 3.4-fold each time
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Widths_threads_and_what_was_done_before_leave_the_bits(int rows, int columns)
    {
        int[]? expected = null;
        foreach (LaneWidth width in LaneWidths.Accelerated)
            foreach (int threads in new[] { 1, 2 })
            {
                using var compute = new Compute(threads, width);
                var orthogonal = new NewtonSchulz<float>(compute, [(rows, columns), (50, 60)]);
                Result(orthogonal, 50, 60);
                int[] bits = [.. Result(orthogonal, rows, columns).Select(BitConverter.SingleToInt32Bits)];
                Assert.Equal(expected ??= bits, bits);
            }
    }

    private static float[] Result(NewtonSchulz<float> orthogonal, int rows, int columns)
    {
        float[] matrix = [.. Draw(rows, columns).Select(static x => (float)x)];
        orthogonal.Run(rows, columns, matrix.Sum(static x => (double)x * x), matrix);
        return matrix;
    }

    private static double[] Draw(int rows, int columns)
    {
        var rng = new Rng((ulong)(rows * 1000 + columns));
        return [.. Enumerable.Range(0, rows * columns).Select(_ => rng.NextUniform(-1, 1))];
    }

    private static double[] Reference(int rows, int columns, double[] matrix)
    {
        double norm = Math.Sqrt(matrix.Sum(static x => x * x)) + 1e-8;
        double[] x = [.. matrix.Select(value => value / norm)];
        for (int iteration = 0; iteration < 5; iteration++)
        {
            double[] gram = Product(rows, rows, columns, (i, k) => x[i * columns + k], (k, j) => x[j * columns + k]);
            double[] square = Product(rows, rows, rows, (i, k) => gram[i * rows + k], (k, j) => gram[k * rows + j]);
            double[] before = x;
            x = Product(rows, columns, rows,
                (i, k) => (i == k ? 3.4445 : 0) - 4.7750 * gram[i * rows + k] + 2.0315 * square[i * rows + k],
                (k, j) => before[k * columns + j]);
        }
        return x;
    }

    private static double[] Product(int rows, int columns, int depth, Func<int, int, double> left, Func<int, int, double> right)
    {
        double[] product = new double[rows * columns];
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < columns; j++)
                for (int k = 0; k < depth; k++)
                    product[i * columns + j] += left(i, k) * right(k, j);
        return product;
    }
}
