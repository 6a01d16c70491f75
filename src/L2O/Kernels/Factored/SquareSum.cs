using System.Numerics;
using L2O.Kernels.Lanes;

namespace L2O.Kernels.Factored;

/// <summary>Σ x², with the same bits at every register width.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal unsafe struct SquareSum<T>(T* values, int count) : ILaneKernel<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Block = 8192;

    /// <summary>The sum.</summary>
    public double Result;

    /// <summary>The sum over a vector.</summary>
    public static double Of(LaneWidth width, ReadOnlySpan<T> values)
    {
        fixed (T* start = values)
        {
            var sum = new SquareSum<T>(start, values.Length);
            LaneDispatch.Run<SquareSum<T>, T>(width, ref sum);
            return sum.Result;
        }
    }

    public void Run<TLanes>() where TLanes : unmanaged, ILanes<TLanes, T>
    {
        T* lanes = stackalloc T[TLanes.Width];
        for (int block = 0; block < count; block += Block)
            for (int start = 0; start < FeatureTable.Partials<T>(); start += TLanes.Width)
            {
                TLanes squares = TLanes.Broadcast(T.Zero);
                int end = Math.Min(count, block + Block);
                for (int i = block + start; i < end; i += FeatureTable.Partials<T>())
                {
                    TLanes x = FeatureLanes<TLanes, T>.Load(values + i, Math.Min(TLanes.Width, end - i));
                    TLanes.AddProduct(ref squares, x, x);
                }
                FeatureLanes<TLanes, T>.AddLanes(ref Result, squares, lanes);
            }
    }
}
