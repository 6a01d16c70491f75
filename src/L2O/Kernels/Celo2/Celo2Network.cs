using System.Numerics;
using L2O.Kernels.Factored;
using L2O.Kernels.Lanes;

namespace L2O.Kernels.Celo2;

/// <summary>
/// The third pass over some rows of a matrix: the network's output for each coordinate, and Σ output². Features keep their own scale, which
/// the first layer's weights take over; what is the same along a row or a column comes as one number for each unit.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal readonly unsafe struct Celo2Network<T>(FactoredMatrix<T> matrix, int item, T* ones) : ILaneKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Alignment = 64;

    public void Run<TLanes>() where TLanes : unmanaged, ILanes<TLanes, T>
    {
        matrix.OutputSums[item] = 0;
        for (int start = 0; start < FeatureTable.Partials<T>(); start += TLanes.Width)
            Walk<TLanes>(start);
    }

    /// <summary>Goes over the columns of one register's partial sums.</summary>
    private void Walk<TLanes>(int start) where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int partials = FeatureTable.Partials<T>(), waiting = 0;
        int first = item * matrix.RowsPerItem, end = Math.Min(matrix.Rows, first + matrix.RowsPerItem);
        MatrixRegister<T>* registers = stackalloc MatrixRegister<T>[2];
        byte* memory = stackalloc byte[2 * Celo2Features.Hidden * TLanes.Width * sizeof(T) + Alignment];
        T* units = (T*)(((nint)memory + Alignment - 1) & -Alignment);
        TLanes squares = TLanes.Broadcast(T.Zero);
        for (int row = first; row < end; row++)
        {
            nint i = (nint)row * matrix.Columns + start, rowEnd = (nint)(row + 1) * matrix.Columns;
            T* rowValues = matrix.RowValues + matrix.Form.LineStart<T>(row), columnValues = matrix.ColumnValues + start;
            for (; i < rowEnd; i += partials, columnValues += Celo2Features.OfLineValues * partials)
            {
                matrix.FetchAhead(i);
                registers[waiting++] = new MatrixRegister<T>(i, (int)Math.Min(TLanes.Width, rowEnd - i), rowValues, columnValues);
                if (waiting < Celo2Layers<TLanes, T>.Together)
                    continue;
                if (waiting == 2)
                    Celo2Layers<TLanes, T>.Both(matrix, registers, units, ones, ref squares);
                else
                    Celo2Layers<TLanes, T>.One(matrix, registers, ones, ref squares);
                waiting = 0;
            }
        }
        if (waiting > 0)
            Celo2Layers<TLanes, T>.One(matrix, registers, ones, ref squares);
        FeatureLanes<TLanes, T>.AddLanes(ref matrix.OutputSums[item], squares, units);
    }
}
