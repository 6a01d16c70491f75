using System.Numerics;
using System.Runtime.CompilerServices;
using L2O.Kernels.Factored;
using L2O.Kernels.Lanes;

namespace L2O.Kernels.SmallMlp;

/// <summary>The features of the coordinates of a register, in the order of <see cref="FeatureForm.Places"/>.</summary>
/// <typeparam name="TLanes">The register.</typeparam>
/// <typeparam name="T">float or double.</typeparam>
internal static unsafe class SmallMlpFeatures<TLanes, T>
    where TLanes : unmanaged, ILanes<TLanes, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Writes them, each in its own scale.</summary>
    /// <param name="matrix">The tensor.</param>
    /// <param name="own">The register.</param>
    /// <param name="features">Features that there are: without the last two or with them.</param>
    /// <param name="stride">Numbers from one feature to the next.</param>
    /// <param name="memory">Where they go.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Write(in FactoredMatrix<T> matrix, in MatrixRegister<T> own, int features, int stride, T* memory)
    {
        int partials = FeatureTable.Partials<T>(), count = own.Count;
        nint momentumFactors = (nint)matrix.MomentumFactors * partials;
        TLanes g = FeatureLanes<TLanes, T>.Gradient(TLanes.LoadFirst(matrix.Gradient + own.Start, count),
            FeatureLanes<TLanes, T>.Constant(-matrix.Form.Bound), FeatureLanes<TLanes, T>.Constant(matrix.Form.Bound));
        TLanes r = TLanes.LoadFirst(matrix.NextSquare + own.Start, count);
        TLanes inverse = FeatureLanes<TLanes, T>.Constant(1)
            / TLanes.Sqrt(r + FeatureLanes<TLanes, T>.Constant(matrix.Form.RootEpsilon));
        TLanes.Store(g, memory);
        TLanes.Store(TLanes.LoadFirst(matrix.Theta + own.Start, count), memory + stride);
        TLanes.Store(r, memory + 2 * stride);
        TLanes.Store(inverse, memory + 3 * stride);
        T* momentum = matrix.NextMomentum + own.Start, row = own.Row, column = own.Column, next = memory + 4 * stride;
        for (int decay = 0; decay < FeatureTable.Decays; decay++)
        {
            TLanes m = TLanes.LoadFirst(momentum, count);
            TLanes factor = TLanes.LoadBroadcast(row) * TLanes.Load(column);
            TLanes ofMomentum = TLanes.LoadBroadcast(row + momentumFactors) * TLanes.Load(column + momentumFactors);
            TLanes.Store(m, next);
            TLanes.Store(m * inverse, next + stride);
            TLanes.Store(g * factor, next + 2 * stride);
            TLanes.Store(m * ofMomentum, next + 3 * stride);
            momentum += matrix.Count;
            row += partials;
            column += partials;
            next += FeatureTable.OfDecay * stride;
        }
        if (features < FeatureTable.OfCoordinate)
            return;
        TLanes.Store(FeatureLanes<TLanes, T>.Bounded(g, FeatureTable.SmallBound), next);
        TLanes.Store(g * inverse, next + stride);
    }
}
