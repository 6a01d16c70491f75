using System.Collections.Immutable;
using L2O.Kernels.Celo2;
using L2O.Numerics;

namespace L2O.Optimizers.Learned.Celo2;

/// <summary>What one tensor is to a <see cref="Celo2"/>, by its shape alone.</summary>
internal sealed class Celo2Tensor
{
    // Shorter rows leave too much of the registers empty.
    private const int LeastColumns = 32;

    private Celo2Tensor(Kind form) => Form = form;

    /// <summary>How it is computed.</summary>
    public enum Kind
    {
        /// <summary>By Adam.</summary>
        Vector,

        /// <summary>By the network, row by row.</summary>
        Matrix,

        /// <summary>By the network, slice by slice.</summary>
        Slices,
    }

    /// <summary>How it is computed.</summary>
    public Kind Form { get; }

    /// <summary>Sizes of the dimensions over which mean squares are factored; empty where they are not.</summary>
    public ImmutableArray<int> Shape { get; private init; } = [];

    /// <summary>Coordinates that are normalized together.</summary>
    public int SliceLength { get; private init; }

    /// <summary>Rows of the matrix that they are; 0 where they are a vector.</summary>
    public int Rows { get; private init; }

    /// <summary>Running mean squares of rows that are kept, for each decay.</summary>
    public int RowSquares { get; private init; }

    /// <summary>Running mean squares of columns, likewise.</summary>
    public int ColumnSquares { get; private init; }

    /// <summary>What a tensor is.</summary>
    public static Celo2Tensor Of(ParameterSlot slot, Celo2 settings)
    {
        if (slot.Shape.Length < 2)
            return settings.VectorRule == Celo2VectorRule.Learned
                ? new Celo2Tensor(Kind.Slices) { SliceLength = slot.Count, RowSquares = slot.Count } : new Celo2Tensor(Kind.Vector);
        ImmutableArray<int> shape = slot.Shape.Length == 2 || settings.Convolutions == Celo2Convolutions.Slices
            ? slot.Shape : [slot.Shape[0], slot.Count / slot.Shape[0]];
        if (shape.Length == 2 && shape[1] >= LeastColumns)
            return new Celo2Tensor(Kind.Matrix)
            {
                Shape = shape,
                SliceLength = slot.Count,
                Rows = shape[0],
                RowSquares = shape[0],
                ColumnSquares = shape[1],
            };
        (int rows, int columns) = FactoredAxes.LinesOf(shape);
        return new Celo2Tensor(Kind.Slices)
        {
            Shape = shape,
            SliceLength = shape[^2] * shape[^1],
            Rows = shape[^2],
            RowSquares = rows,
            ColumnSquares = columns,
        };
    }
}
