using System.Collections.Immutable;
using System.Numerics;
using L2O.Kernels.Factored;
using L2O.Kernels.HyperLstm;
using L2O.Optimizers.Learned.Hyper;

namespace L2O.Optimizers.Learned.Velo;

/// <summary>What VeLO's LSTM reads of a tensor, beside the time and the losses: its root mean square, its rank and its spread.</summary>
internal static class VeloInputs
{
    private const int Ranks = 5;
    private const double LeastSquare = 1e-9, LeastMagnitude = 1e-8, Scale = 10, Bound = 5, Factor = 0.5;

    /// <summary>Writes the features behind the shared ones.</summary>
    /// <param name="statistics">Of the tensor, before the step.</param>
    /// <param name="shape">The tensor's sizes.</param>
    /// <param name="features">(feature), all of a tensor; overwritten behind the shared ones.</param>
    public static void Write<T>(TensorStatistics<T> statistics, ImmutableArray<int> shape, Span<T> features)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // All are of p, m and r over the root mean square of p.
        double square = 1 / Math.Max(LeastSquare, statistics.SquaredTheta);
        Span<T> own = features[HyperState<T>.Shared..];
        own.Clear();
        own[0] = T.CreateTruncating(Magnitude(statistics.MeanSquare * Math.Sqrt(square)));
        own[1 + Rank(shape)] = T.One;
        for (int decay = 0; decay < FeatureTable.Decays; decay++)
        {
            own[1 + Ranks + decay] = T.CreateTruncating(Magnitude(statistics.MomentumVariance[decay] * square));
            own[1 + Ranks + FeatureTable.Decays + decay] = T.CreateTruncating(Magnitude(statistics.SquareVariance[decay] * square));
        }
    }

    private static double Magnitude(double value) => Factor * Math.Clamp(Math.Log(LeastMagnitude + Math.Abs(Scale * value)), -Bound, Bound);

    private static int Rank(ImmutableArray<int> shape)
    {
        int rank = 0;
        foreach (int size in shape)
            if (size > 1)
                rank++;
        return Math.Min(rank, Ranks - 1);
    }
}
