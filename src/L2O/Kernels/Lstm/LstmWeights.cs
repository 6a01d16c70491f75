using System.Numerics;
using L2O.Numerics;

namespace L2O.Kernels.Lstm;

/// <summary>
/// Phi rearranged for the kernels. Forward: for each hidden unit and each input row its four gate weights side by side,
/// so that one pass over the inputs makes a unit's four gates. Backward: the transposed weights, four input rows side by side.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="shape">Sizes of the network.</param>
/// <param name="projectedRows">Input rows that a projection turns into H features, which the first cell reads; 0 for none.</param>
internal sealed class LstmWeights<T>(LstmShape shape, int projectedRows = 0) where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Input rows that the backward kernel makes at once.</summary>
    public const int RowTile = 4;

    public LstmShape Shape { get; } = shape;

    /// <summary>Input rows in front of the projection; 0 if there is none.</summary>
    public int ProjectedRows { get; } = projectedRows;

    /// <summary>The projection: (feature, row then bias).</summary>
    public AlignedBuffer<T> Projection { get; } = new(projectedRows > 0 ? shape.Hidden * (projectedRows + 1) : 0);

    /// <summary>
    /// Transposed input weights of cell 0, laid out like <see cref="RecurrentTransposed"/>; only behind a projection, which asks for its
    /// features' adjoints.
    /// </summary>
    public AlignedBuffer<T> ProjectedTransposed { get; } = new(projectedRows > 0 ? TransposedLength(shape) : 0);

    /// <summary>Forward weights of both cells: (unit, input row then hidden row, gate).</summary>
    public AlignedBuffer<T>[] Forward { get; } =
    [
        new(shape.Hidden * (shape.Inputs + shape.Hidden) * LstmShape.Gates),
        new(shape.Hidden * 2 * shape.Hidden * LstmShape.Gates),
    ];

    /// <summary>Sums of both biases of both cells: (unit, gate).</summary>
    public AlignedBuffer<T>[] Bias { get; } = [new(shape.Hidden * LstmShape.Gates), new(shape.Hidden * LstmShape.Gates)];

    /// <summary>
    /// Transposed recurrent weights of both cells: (tile of hidden rows, unit, gate, row in tile); rows beyond H are zero.
    /// </summary>
    public AlignedBuffer<T>[] RecurrentTransposed { get; } = [new(TransposedLength(shape)), new(TransposedLength(shape))];

    /// <summary>Transposed input weights of cell 1, laid out like <see cref="RecurrentTransposed"/>.</summary>
    public AlignedBuffer<T> InputTransposed { get; } = new(TransposedLength(shape));

    /// <summary>Output weights (H), then the output bias.</summary>
    public AlignedBuffer<T> Output { get; } = new(shape.Hidden + 1);

    /// <summary>Number of rows after rounding H up to whole tiles.</summary>
    public static int PaddedRows(LstmShape shape) => (shape.Hidden + RowTile - 1) / RowTile * RowTile;

    /// <summary>Rearranges one cell's tensors, given in PyTorch's shapes: (4H, inputs), (4H, H), (4H), (4H); gate-major rows.</summary>
    public void PackCell(int cell, ReadOnlySpan<T> weightIh, ReadOnlySpan<T> weightHh, ReadOnlySpan<T> biasIh, ReadOnlySpan<T> biasHh)
    {
        int hidden = Shape.Hidden, inputs = weightIh.Length / (LstmShape.Gates * hidden);
        Span<T> forward = Forward[cell].Span, bias = Bias[cell].Span;
        int next = 0;
        for (int unit = 0; unit < hidden; unit++)
        {
            for (int row = 0; row < inputs; row++)
                for (int gate = 0; gate < LstmShape.Gates; gate++)
                    forward[next++] = weightIh[(gate * hidden + unit) * inputs + row];
            for (int row = 0; row < hidden; row++)
                for (int gate = 0; gate < LstmShape.Gates; gate++)
                    forward[next++] = weightHh[(gate * hidden + unit) * hidden + row];
            for (int gate = 0; gate < LstmShape.Gates; gate++)
                bias[unit * LstmShape.Gates + gate] = biasIh[gate * hidden + unit] + biasHh[gate * hidden + unit];
        }
        Transpose(weightHh, RecurrentTransposed[cell].Span);
        if (cell == 1)
            Transpose(weightIh, InputTransposed.Span);
        else if (ProjectedRows > 0)
            Transpose(weightIh, ProjectedTransposed.Span);
    }

    /// <summary>Takes over the projection: weight (H, rows) and bias (H).</summary>
    public void PackProjection(ReadOnlySpan<T> weight, ReadOnlySpan<T> bias)
    {
        for (int feature = 0; feature < Shape.Hidden; feature++)
        {
            Span<T> row = Projection.Span.Slice(feature * (ProjectedRows + 1), ProjectedRows + 1);
            weight.Slice(feature * ProjectedRows, ProjectedRows).CopyTo(row);
            row[ProjectedRows] = bias[feature];
        }
    }

    /// <summary>Takes over the output layer: weight (1, H) and bias (1).</summary>
    public void PackOutput(ReadOnlySpan<T> weight, ReadOnlySpan<T> bias)
    {
        weight.CopyTo(Output.Span);
        Output.Span[Shape.Hidden] = bias[0];
    }

    private static int TransposedLength(LstmShape shape) => PaddedRows(shape) * LstmShape.Gates * shape.Hidden;

    private void Transpose(ReadOnlySpan<T> weight, Span<T> transposed)
    {
        int hidden = Shape.Hidden, next = 0;
        for (int tile = 0; tile < PaddedRows(Shape); tile += RowTile)
            for (int unit = 0; unit < hidden; unit++)
                for (int gate = 0; gate < LstmShape.Gates; gate++)
                    for (int row = tile; row < tile + RowTile; row++)
                        transposed[next++] = row < hidden ? weight[(gate * hidden + unit) * hidden + row] : T.Zero;
    }
}
