namespace L2O.Kernels.Lstm;

/// <summary>
/// Where the backward pass finds one block's quantities of one step. A step is a slot of rows of BlockSize; the state a
/// step starts from lies in the slot before, the state it ends in (same order as a stored state) in its own.
/// </summary>
/// <param name="shape">Sizes of the network.</param>
internal readonly struct LstmTapeLayout(LstmShape shape)
{
    /// <summary>Input rows of the weight gradient that are summed side by side.</summary>
    public const int InputTile = 3;

    /// <summary>Columns of a weight gradient's accumulator: the widest register in single precision, for every width.</summary>
    public const int AccumulatorColumns = 16;

    private const int Block = LstmShape.BlockSize;

    public static int Hidden0 => 0;

    public int Hidden1 => shape.Hidden * Block;

    public int Cell0 => 2 * shape.Hidden * Block;

    public int Cell1 => 3 * shape.Hidden * Block;

    public int Tanh0 => 4 * shape.Hidden * Block;

    public int Tanh1 => 5 * shape.Hidden * Block;

    public int Gates0 => 6 * shape.Hidden * Block;

    public int Gates1 => 10 * shape.Hidden * Block;

    public int Inputs => 14 * shape.Hidden * Block;

    /// <summary>A row of ones: the bias is the weight of an input that is always one.</summary>
    public int Ones => Inputs + shape.Inputs * Block;

    /// <summary>Elements of a slot. An odd number of rows keeps equal rows of successive slots out of each other's cache sets.</summary>
    public int Stride => ((14 * shape.Hidden + shape.Inputs + 1) | 1) * Block;

    /// <summary>Inputs of one cell's weight gradient: what it reads, one, the hidden state before.</summary>
    public int GradientRows(int cell) => (cell == 0 ? shape.Inputs : shape.Hidden) + 1 + shape.Hidden;

    /// <summary>Whole tiles that hold a cell's gradient rows.</summary>
    public int GradientTiles(int cell) => (GradientRows(cell) + InputTile - 1) / InputTile;

    /// <summary>Elements of a cell's accumulators: (unit, tile, gate, row in tile, AccumulatorColumns).</summary>
    public int AccumulatorLength(int cell) => shape.Hidden * GradientTiles(cell) * LstmShape.Gates * InputTile * AccumulatorColumns;

    /// <summary>
    /// For each gradient row its offset from the slot of its step (negative: in the slot before), whole tiles; rows beyond
    /// the last repeat the row of ones, and nobody reads their sums.
    /// </summary>
    public int[] GradientRowOffsets(int cell)
    {
        int[] offsets = new int[GradientTiles(cell) * InputTile];
        Array.Fill(offsets, Ones);
        int inputs = cell == 0 ? shape.Inputs : shape.Hidden;
        for (int row = 0; row < inputs; row++)
            offsets[row] = (cell == 0 ? Inputs : Hidden0) + row * Block;
        for (int row = 0; row < shape.Hidden; row++)
            offsets[inputs + 1 + row] = (cell == 0 ? Hidden0 : Hidden1) + row * Block - Stride;
        return offsets;
    }
}
