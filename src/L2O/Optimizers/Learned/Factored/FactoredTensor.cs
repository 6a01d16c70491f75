using System.Collections.Immutable;
using L2O.Kernels.Factored;
using L2O.Numerics;

namespace L2O.Optimizers.Learned.Factored;

/// <summary>What one tensor is to a learned optimizer with factored mean squares, by its shape alone.</summary>
/// <param name="Shape">Sizes of the dimensions over which mean squares are factored; empty of a vector.</param>
/// <param name="SliceLength">Coordinates that are normalized together.</param>
/// <param name="Rows">Rows of the matrix that they are; 0 where they are a vector.</param>
/// <param name="RowSquares">Running mean squares of rows that are kept, for each decay.</param>
/// <param name="ColumnSquares">Running mean squares of columns, likewise.</param>
internal sealed record FactoredTensor(ImmutableArray<int> Shape, int SliceLength, int Rows, int RowSquares, int ColumnSquares)
{
    // Shorter rows leave too much of the registers empty.
    private const int LeastColumns = 32;

    /// <summary>Whether it is a matrix whose rows are long enough for registers.</summary>
    public bool HasLongRows => Shape.Length == 2 && Shape[1] >= LeastColumns;

    /// <summary>A vector, each coordinate a row of its own.</summary>
    public static FactoredTensor Vector(int count) => new([], count, 0, count, 0);

    /// <summary>A tensor that is normalized as a whole.</summary>
    /// <param name="slot">The tensor.</param>
    /// <param name="convolutions">What more than two dimensions are.</param>
    public static FactoredTensor Whole(ParameterSlot slot, ConvolutionForm convolutions)
    {
        if (slot.Shape.Length < 2)
            return Vector(slot.Count);
        ImmutableArray<int> shape = convolutions == ConvolutionForm.Tensor ? slot.Shape : Matrix(slot);
        return Of(shape, slot.Count, shape[0]);
    }

    /// <summary>A tensor whose slices over the last two dimensions are normalized each by itself.</summary>
    /// <param name="slot">The tensor, of two dimensions or more.</param>
    public static FactoredTensor Sliced(ParameterSlot slot) => Of(slot.Shape, slot.Shape[^2] * slot.Shape[^1], slot.Shape[^2]);

    private static FactoredTensor Of(ImmutableArray<int> shape, int sliceLength, int sliceRows)
    {
        (int rows, int columns) = FactoredAxes.LinesOf(shape);
        return new FactoredTensor(shape, sliceLength, sliceRows, rows, columns) is { HasLongRows: true } matrix
            ? matrix with { RowSquares = shape[0], ColumnSquares = shape[1] }
            : new FactoredTensor(shape, sliceLength, sliceRows, rows, columns);
    }

    private static ImmutableArray<int> Matrix(ParameterSlot slot) =>
        slot.Shape.Length == 2 ? slot.Shape : [slot.Shape[0], slot.Count / slot.Shape[0]];
}
