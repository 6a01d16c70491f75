using System.Numerics;
using L2O.Kernels.Factored;
using L2O.Kernels.Lanes;

namespace L2O.Kernels.SmallMlp;

/// <summary>
/// The network and the update over some rows of a tensor, two registers of coordinates at a time. Features keep their own scale, which the
/// first layer's weights take over; what is the same along a row or a column comes as one number for each unit.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal readonly unsafe struct SmallMlpNetwork<T>(
    FactoredMatrix<T> matrix, int item, int features, double rate, double magnitudeScale, double decay) : ILaneKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Alignment = 64;

    public void Run<TLanes>() where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int hidden = matrix.Form.Hidden;
        byte* memory = stackalloc byte[2 * (FeatureTable.OfCoordinate + 2 * hidden) * TLanes.Width * sizeof(T) + Alignment];
        T* inputs = (T*)(((nint)memory + Alignment - 1) & -Alignment);
        MatrixRegister<T>* registers = stackalloc MatrixRegister<T>[2];
        int waiting = 0, stride = matrix.Form.LineValues * FeatureTable.Partials<T>();
        int first = item * matrix.RowsPerItem, end = Math.Min(matrix.Rows, first + matrix.RowsPerItem);
        for (int row = first; row < end; row++)
        {
            nint i = (nint)row * matrix.Columns, rowEnd = i + matrix.Columns;
            T* rowValues = matrix.RowValues + matrix.Form.LineStart<T>(row);
            for (int column = 0; i < rowEnd; i += TLanes.Width, column += TLanes.Width)
            {
                matrix.FetchAhead(i);
                T* values = matrix.ColumnValues + matrix.Form.LineStart<T>(column);
                registers[waiting++] = new MatrixRegister<T>(i, (int)Math.Min(TLanes.Width, rowEnd - i), rowValues, values);
                if (waiting < 2)
                    continue;
                Both<TLanes>(registers, inputs, hidden);
                waiting = 0;
            }
        }
        if (waiting == 0)
            return;
        registers[1] = new MatrixRegister<T>(registers[0].Start, 0, registers[0].Row, registers[0].Column);
        Both<TLanes>(registers, inputs, hidden);
    }

    private void Both<TLanes>(MatrixRegister<T>* registers, T* inputs, int hidden) where TLanes : unmanaged, ILanes<TLanes, T>
    {
        T* units = inputs + 2 * FeatureTable.OfCoordinate * TLanes.Width, next = units + 2 * hidden * TLanes.Width;
        SmallMlpFeatures<TLanes, T>.Write(matrix, registers[0], features, 2 * TLanes.Width, inputs);
        SmallMlpFeatures<TLanes, T>.Write(matrix, registers[1], features, 2 * TLanes.Width, inputs + TLanes.Width);
        SmallMlpLayers<TLanes, T>.First(matrix.Weights, hidden, registers, features, inputs, units);
        SmallMlpLayers<TLanes, T>.Second(matrix.Hidden, hidden, units, next);
        for (int register = 0; register < 2; register++)
        {
            int width = register * TLanes.Width;
            SmallMlpLayers<TLanes, T>.Output(matrix.Hidden + (hidden + 1) * hidden, hidden, next + width,
                out TLanes direction, out TLanes magnitude);
            TLanes step = direction * LaneMath<TLanes, T>.Exp(magnitude * FeatureLanes<TLanes, T>.Constant(magnitudeScale));
            TLanes theta = TLanes.Load(inputs + 2 * TLanes.Width + width);
            TLanes update = TLanes.MultiplyAdd(theta, FeatureLanes<TLanes, T>.Constant(decay),
                step * FeatureLanes<TLanes, T>.Constant(rate));
            if (matrix.Target == null)
                TLanes.StoreFirst(update, matrix.Update + registers[register].Start, registers[register].Count);
            else
                TLanes.StoreFirst(theta + update, matrix.Target + registers[register].Start, registers[register].Count);
        }
    }
}
