using System.Numerics;
using L2O.Kernels.Lanes;

namespace L2O.Kernels.Lstm;

/// <summary>The preprocessing of a whole gradient, block by block, with the very kernel that the LSTM's step uses.</summary>
internal static unsafe class LstmFeatureRows
{
    /// <summary>Overwrites <paramref name="features"/>.</summary>
    /// <param name="gradient">(n).</param>
    /// <param name="factor">p, positive.</param>
    /// <param name="features">(2, n).</param>
    /// <param name="lanes">Register width; the result does not depend on it.</param>
    public static void Compute<T>(ReadOnlySpan<T> gradient, double factor, Span<T> features, LaneWidth lanes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* gradientAt = gradient, featuresAt = features)
        {
            var kernel = new Kernel<T>(gradientAt, gradient.Length, factor, featuresAt);
            LaneDispatch.Run<Kernel<T>, T>(lanes, ref kernel);
        }
    }

    private readonly struct Kernel<T>(T* gradient, int n, double factor, T* features) : ILaneKernel<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Run<TLanes>() where TLanes : unmanaged, ILanes<TLanes, T>
        {
            var inputs = new LstmInputs(Preprocess: true, factor, Extra: 0);
            T* rows = stackalloc T[2 * LstmShape.BlockSize];
            for (int start = 0; start < n; start += LstmShape.BlockSize)
            {
                LstmFeatures<TLanes, T>.Fill(inputs, gradient, null, start, n, rows);
                int count = Math.Min(LstmShape.BlockSize, n - start);
                for (int row = 0; row < inputs.Rows; row++)
                    new ReadOnlySpan<T>(rows + row * LstmShape.BlockSize, count)
                        .CopyTo(new Span<T>(features + (nint)row * n + start, count));
            }
        }
    }
}
