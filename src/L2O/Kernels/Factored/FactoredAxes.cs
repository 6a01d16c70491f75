using System.Collections.Immutable;

namespace L2O.Kernels.Factored;

/// <summary>
/// Which mean squares a coordinate of a tensor has, in Adafactor's factored form: of the two longest dimensions, of equal ones the later
/// one as the longer, the longest is averaged over in rows, the other in columns. All further dimensions are kept apart.
/// </summary>
internal sealed class FactoredAxes
{
    private readonly int[] _rowOf;
    private readonly int[] _columnOf;
    private readonly int[] _groupOf;

    /// <param name="shape">Sizes of the dimensions, two or more.</param>
    /// <param name="turnsTies">Whether of equal dimensions the earlier one counts as the longer.</param>
    public FactoredAxes(ImmutableArray<int> shape, bool turnsTies)
    {
        (int longest, int second) = LongestOf(shape);
        if (turnsTies && shape[longest] == shape[second] && !(shape.Length == 4 && second == 0 && longest == 1))
            (longest, second) = (second, longest);
        int count = Count(shape);
        Longest = longest;
        (RowLength, ColumnLength, Groups) = (shape[longest], shape[second], count / shape[longest] / shape[second]);
        (Rows, Columns) = (count / RowLength, count / ColumnLength);
        (_rowOf, _columnOf, _groupOf) = (new int[count], new int[count], new int[Rows]);
        for (int i = 0; i < count; i++)
        {
            (int row, int column, int group) = (0, 0, 0);
            for (int axis = 0, inner = count; axis < shape.Length; axis++)
            {
                inner /= shape[axis];
                int index = i / inner % shape[axis];
                if (axis != longest)
                    row = row * shape[axis] + index;
                if (axis != second)
                    column = column * shape[axis] + index;
                if (axis != longest && axis != second)
                    group = group * shape[axis] + index;
            }
            (_rowOf[i], _columnOf[i], _groupOf[row]) = (row, column, group);
        }
    }

    /// <summary>Rows and columns of a tensor of that shape, two dimensions or more.</summary>
    public static (int Rows, int Columns) LinesOf(ImmutableArray<int> shape)
    {
        (int longest, int second) = LongestOf(shape);
        return (Count(shape) / shape[longest], Count(shape) / shape[second]);
    }

    /// <summary>The dimension that counts as the longest.</summary>
    public int Longest { get; }

    /// <summary>Rows, those of all groups.</summary>
    public int Rows { get; }

    /// <summary>Columns, those of all groups.</summary>
    public int Columns { get; }

    /// <summary>Coordinates of a row.</summary>
    public int RowLength { get; }

    /// <summary>Coordinates of a column, rows of a group.</summary>
    public int ColumnLength { get; }

    /// <summary>Matrices that the tensor consists of.</summary>
    public int Groups { get; }

    /// <summary>(coordinate).</summary>
    public ReadOnlySpan<int> RowOf => _rowOf;

    /// <summary>(coordinate).</summary>
    public ReadOnlySpan<int> ColumnOf => _columnOf;

    /// <summary>(row).</summary>
    public ReadOnlySpan<int> GroupOf => _groupOf;

    private static int Count(ImmutableArray<int> shape) => shape.Aggregate(1, static (product, size) => product * size);

    // OrderBy is stable: of equal dimensions the later one comes later.
    private static (int Longest, int Second) LongestOf(ImmutableArray<int> shape)
    {
        int[] axes = [.. Enumerable.Range(0, shape.Length).OrderBy(axis => shape[axis])];
        return (axes[^1], axes[^2]);
    }
}
