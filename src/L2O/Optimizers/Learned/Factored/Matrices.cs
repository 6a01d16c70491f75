namespace L2O.Optimizers.Learned.Factored;

/// <summary>Matrices of phi on their way to the kernels.</summary>
internal static class Matrices
{
    /// <summary>The transpose.</summary>
    /// <param name="matrix">(row, column).</param>
    /// <param name="rows">Rows.</param>
    /// <param name="transposed">(column, row); overwritten.</param>
    public static void Transpose<T>(ReadOnlySpan<T> matrix, int rows, Span<T> transposed)
    {
        int columns = matrix.Length / rows;
        for (int row = 0; row < rows; row++)
            for (int column = 0; column < columns; column++)
                transposed[column * rows + row] = matrix[row * columns + column];
    }
}
