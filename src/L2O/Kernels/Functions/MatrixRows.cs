using System.Numerics;
using System.Runtime.CompilerServices;
using L2O.Kernels.Lanes;

namespace L2O.Kernels.Functions;

/// <summary>The two things that a bias does with a batch, in few large steps instead of one a row. Allocates nothing.</summary>
internal static unsafe class MatrixRows
{
    /// <summary>Makes every row the given one.</summary>
    /// <param name="row">(column), at least one.</param>
    /// <param name="matrix">(row, column); overwritten. Its length is a multiple of the row's.</param>
    public static void Fill<T>(ReadOnlySpan<T> row, Span<T> matrix)
    {
        if (matrix.IsEmpty)
            return;
        row.CopyTo(matrix);
        for (int done = row.Length; done < matrix.Length; done *= 2)
            matrix[..Math.Min(done, matrix.Length - done)].CopyTo(matrix[done..]);
    }

    /// <summary>Adds up the rows, the first one first.</summary>
    /// <param name="width">Lanes.</param>
    /// <param name="matrix">(row, column); its length is a multiple of the sums'.</param>
    /// <param name="sums">(column); overwritten.</param>
    public static void Sum<T>(LaneWidth width, ReadOnlySpan<T> matrix, Span<T> sums) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* first = matrix, results = sums)
        {
            var kernel = new Sums<T>(matrix.Length / sums.Length, sums.Length, first, results);
            LaneDispatch.Run<Sums<T>, T>(width, ref kernel);
        }
    }

    private readonly struct Sums<T>(int rows, int columns, T* matrix, T* sums) : ILaneKernel<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<TLanes>() where TLanes : unmanaged, ILanes<TLanes, T>
        {
            int column = 0;
            for (; column <= columns - 2 * TLanes.Width; column += 2 * TLanes.Width)
            {
                TLanes a = TLanes.Broadcast(T.Zero), b = a;
                T* end = matrix + (nint)rows * columns;
                for (T* row = matrix + column; row < end; row += columns)
                {
                    a += TLanes.Load(row);
                    b += TLanes.Load(row + TLanes.Width);
                }
                TLanes.Store(a, sums + column);
                TLanes.Store(b, sums + column + TLanes.Width);
            }
            for (; column < columns; column += TLanes.Width)
            {
                int count = Math.Min(TLanes.Width, columns - column);
                TLanes sum = TLanes.Broadcast(T.Zero);
                T* end = matrix + (nint)rows * columns;
                for (T* row = matrix + column; row < end; row += columns)
                    sum += TLanes.LoadFirst(row, count);
                TLanes.StoreFirst(sum, sums + column, count);
            }
        }
    }
}
