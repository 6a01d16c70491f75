using L2O.Kernels.Functions;
using L2O.Kernels.Lanes;
using L2O.Numerics;
using L2O.Testing;
using Xunit;

namespace L2O.Tests.Kernels;

public sealed class MatrixRowsTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(64, 10)]
    [InlineData(7, 33)]
    [InlineData(5, 100)]
    public void Rows_are_added_from_the_first_on_at_every_width(int rows, int columns)
    {
        float[] matrix = Draw(rows * columns), expected = new float[columns];
        for (int row = 0; row < rows; row++)
            for (int column = 0; column < columns; column++)
                expected[column] += matrix[row * columns + column];
        foreach (LaneWidth width in LaneWidths.Accelerated)
        {
            float[] sums = new float[columns + 1];
            MatrixRows.Sum<float>(width, matrix, sums.AsSpan(0, columns));
            Assert.Equal([.. expected, 0], sums);
        }
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 3)]
    [InlineData(5, 1)]
    [InlineData(64, 10)]
    public void A_row_fills_a_matrix(int rows, int columns)
    {
        float[] row = Draw(columns), matrix = new float[rows * columns];
        MatrixRows.Fill<float>(row, matrix);
        Assert.Equal(Enumerable.Repeat(row, rows).SelectMany(static values => values), matrix);
    }

    private static float[] Draw(int count)
    {
        var rng = new Rng(3);
        return [.. Enumerable.Range(0, count).Select(_ => (float)rng.NextUniform(-1, 1))];
    }
}
