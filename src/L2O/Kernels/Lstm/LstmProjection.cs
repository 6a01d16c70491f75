using System.Numerics;
using System.Runtime.CompilerServices;
using L2O.Kernels.Lanes;

namespace L2O.Kernels.Lstm;

/// <summary>
/// The stage in front of the first cell: its inputs as they are, or projected by an affine layer with ELU (Clevert et al. 2016) to as many
/// features as there are hidden units, as RNNProp has it (Lv, Jiang, Li 2017, section 4.3).
/// </summary>
internal static unsafe class LstmProjection<TLanes, T>
    where TLanes : unmanaged, ILanes<TLanes, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Block = LstmShape.BlockSize;

    /// <summary>Writes what the first cell reads of a block. Overwrites.</summary>
    /// <param name="weights">Gives the projection, if there is one.</param>
    /// <param name="inputs">Which rows there are.</param>
    /// <param name="gradient">(n).</param>
    /// <param name="extra">(extra row, n); may be null if there are none.</param>
    /// <param name="start">The block's first coordinate.</param>
    /// <param name="n">Number of coordinates.</param>
    /// <param name="features">(the first cell's inputs, BlockSize).</param>
    public static void Fill(LstmWeights<T> weights, LstmInputs inputs, T* gradient, T* extra, int start, int n, T* features)
    {
        if (weights.ProjectedRows == 0)
        {
            LstmFeatures<TLanes, T>.Fill(inputs, gradient, extra, start, n, features);
            return;
        }
        T* rows = stackalloc T[weights.ProjectedRows * Block];
        LstmFeatures<TLanes, T>.Fill(inputs, gradient, extra, start, n, rows);
        Forward(weights.Projection.Pointer(), rows, weights.ProjectedRows, weights.Shape.Hidden, features);
    }

    /// <summary>features = ELU(weight · rows + bias).</summary>
    /// <param name="projection">(feature, row then bias).</param>
    /// <param name="rows">(rowCount, BlockSize).</param>
    /// <param name="rowCount">Number of rows.</param>
    /// <param name="featureCount">Number of features.</param>
    /// <param name="features">(featureCount, BlockSize); overwritten.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(T* projection, T* rows, int rowCount, int featureCount, T* features)
    {
        TLanes zero = TLanes.Broadcast(T.Zero);
        for (int feature = 0; feature < featureCount; feature++, projection += rowCount + 1, features += Block)
            for (int column = 0; column < Block; column += TLanes.Width)
            {
                TLanes sum = TLanes.LoadBroadcast(projection + rowCount);
                for (int row = 0; row < rowCount; row++)
                    TLanes.AddProduct(ref sum, TLanes.LoadBroadcast(projection + row), TLanes.Load(rows + row * Block + column));
                TLanes.Store(TLanes.SelectLess(sum, zero, LaneMath<TLanes, T>.ExpM1(sum), sum), features + column);
            }
    }

    /// <summary>Adds the gradient of the projection: the slope of ELU is 1 above zero and output + 1 below.</summary>
    /// <param name="features">(featureCount, BlockSize): what <see cref="Forward"/> gave.</param>
    /// <param name="dFeatures">(featureCount, BlockSize): adjoints of the features.</param>
    /// <param name="rows">(rowCount, BlockSize).</param>
    /// <param name="rowCount">Number of rows.</param>
    /// <param name="featureCount">Number of features.</param>
    /// <param name="sums">(feature, row then bias, AccumulatorColumns); added to.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(T* features, T* dFeatures, T* rows, int rowCount, int featureCount, T* sums)
    {
        const int columns = LstmTapeLayout.AccumulatorColumns;
        TLanes zero = TLanes.Broadcast(T.Zero), one = TLanes.Broadcast(T.One);
        for (int feature = 0; feature < featureCount; feature++, features += Block, dFeatures += Block, sums += (rowCount + 1) * columns)
            for (int column = 0; column < Block; column += TLanes.Width)
            {
                TLanes value = TLanes.Load(features + column);
                TLanes d = TLanes.Load(dFeatures + column) * TLanes.SelectLess(value, zero, value + one, one);
                T* sum = sums + column % columns;
                for (int row = 0; row < rowCount; row++, sum += columns)
                    TLanes.Store(TLanes.MultiplyAdd(d, TLanes.Load(rows + row * Block + column), TLanes.Load(sum)), sum);
                TLanes.Store(TLanes.Load(sum) + d, sum);
            }
    }
}
