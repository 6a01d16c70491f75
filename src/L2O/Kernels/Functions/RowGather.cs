using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using L2O.Kernels.Lanes;

namespace L2O.Kernels.Functions;

/// <summary>Copies rows of a table that is larger than the caches, asking memory for all of them before the first is read.</summary>
internal static class RowGather
{
    private const int LineSize = 64;

    /// <summary>result[i] = table[rows[i]].</summary>
    /// <param name="table">(row, column).</param>
    /// <param name="columns">Numbers of a row.</param>
    /// <param name="rows">Which rows.</param>
    /// <param name="result">(row, column); overwritten.</param>
    public static unsafe void Copy<T>(ReadOnlySpan<float> table, int columns, ReadOnlySpan<int> rows, Span<T> result)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (float* first = table)
            foreach (int row in rows)
                for (byte* line = (byte*)(first + (nint)row * columns), end = line + columns * sizeof(float); line < end; line += LineSize)
                    Ahead.Fetch(line);
        for (int i = 0; i < rows.Length; i++)
        {
            ReadOnlySpan<float> from = table.Slice(rows[i] * columns, columns);
            Span<T> to = result.Slice(i * columns, columns);
            if (typeof(T) == typeof(float))
                from.CopyTo(MemoryMarshal.Cast<T, float>(to));
            else
                TensorPrimitives.ConvertTruncating(from, to);
        }
    }
}
