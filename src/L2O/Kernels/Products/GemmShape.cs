namespace L2O.Kernels.Products;

/// <summary>
/// Sizes and storage of a product C = A·B. All matrices are dense and row-major; a transposed factor is stored as its transpose.
/// </summary>
/// <param name="Rows">Rows of A and C.</param>
/// <param name="Columns">Columns of B and C.</param>
/// <param name="Depth">Columns of A, rows of B: the length of each sum.</param>
/// <param name="LeftTransposed">A is stored as (depth, row) in place of (row, depth).</param>
/// <param name="RightTransposed">B is stored as (column, depth) in place of (depth, column).</param>
/// <param name="Accumulate">Whether the product is added to C; C is overwritten otherwise.</param>
internal readonly record struct GemmShape(int Rows, int Columns, int Depth, bool LeftTransposed = false,
    bool RightTransposed = false, bool Accumulate = false)
{
    /// <summary>Floating-point operations of the product.</summary>
    public long Flops => 2L * Rows * Columns * Depth;
}
