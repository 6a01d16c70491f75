using System.Numerics;
using System.Runtime.CompilerServices;
using L2O.Kernels.Lanes;

namespace L2O.Kernels.Factored;

/// <summary>What the features of the lines of each coordinate add to the sums of the first layer, coordinate by coordinate.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="form">What the network reads.</param>
/// <param name="padded">Coordinates with whole registers at the end.</param>
/// <param name="features">(feature of its row, then of its column; padded coordinate).</param>
/// <param name="weights">(feature, hidden unit), scales included.</param>
/// <param name="start">(hidden unit) where the sums begin.</param>
/// <param name="values">The sums, as <see cref="FeatureForm.LineMemory"/> says; overwritten.</param>
internal readonly unsafe struct SliceHidden<T>(FeatureForm form, int padded, T* features, T* weights, T* start, T* values) : ILaneKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>() where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int hidden = form.Hidden;
        for (int unit = 0; unit < hidden; unit++)
            for (int i = 0; i < padded; i += TLanes.Width)
            {
                TLanes sum = TLanes.LoadBroadcast(start + unit);
                for (int feature = 0; feature < 2 * FeatureTable.OfLine; feature++)
                    TLanes.AddProduct(ref sum, TLanes.LoadBroadcast(weights + feature * hidden + unit),
                        TLanes.Load(features + (nint)feature * padded + i));
                TLanes.Store(sum, values + form.LineStart<T>(i)
                    + (FeatureTable.Decays + unit) * FeatureTable.Partials<T>());
            }
    }
}
