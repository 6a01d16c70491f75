namespace L2O.Kernels.Lstm;

/// <summary>
/// Sizes of the two-cell LSTM and where things lie in a block of coordinates. A block is a matrix of rows, each one
/// quantity for <see cref="BlockSize"/> neighboring coordinates; the size is the same for every lane width, so stored
/// states and sums do not depend on the width.
/// </summary>
/// <param name="Inputs">Features that the first cell reads for each coordinate, at least 1.</param>
/// <param name="Hidden">Hidden size of both cells (H), at least 1.</param>
internal readonly record struct LstmShape(int Inputs, int Hidden)
{
    /// <summary>Coordinates in a block: two registers of the widest lanes in single precision.</summary>
    public const int BlockSize = 32;

    /// <summary>Gates of a cell for each hidden unit, in PyTorch's order: input, forget, cell, output.</summary>
    public const int Gates = 4;

    /// <summary>
    /// Rows of one cell's hidden or cell state for both cells: hidden of cell 0, hidden of cell 1, cell state 0, cell state 1.
    /// </summary>
    public int StateRows => 4 * Hidden;

    /// <summary>Elements of one block's state.</summary>
    public int StateStride => StateRows * BlockSize;

    /// <summary>Number of blocks that hold <paramref name="coordinates"/>; the last one may be padded.</summary>
    public static int Blocks(int coordinates) => (coordinates + BlockSize - 1) / BlockSize;
}
