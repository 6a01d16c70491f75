using System.Numerics;
using L2O.Kernels.Factored;
using L2O.Kernels.Lanes;
using L2O.Numerics;

namespace L2O.Kernels.HyperLstm;

/// <summary>
/// Means over a tensor that VeLO's LSTM reads. Two passes: squares around the means are small numbers of their own, not differences of
/// large ones. Allocates at its making only.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed unsafe class TensorStatistics<T> : IParallelWork where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int CoordinatesPerItem = 8192;

    private readonly Compute _compute;
    private readonly AlignedBuffer<T> _ones = new(FeatureTable.Partials<T>()), _means = new(FeatureTable.Decays);
    private readonly AlignedBuffer<double> _sums; // (item, sum)
    private T* _theta, _momentum, _square;
    private int _count;
    private bool _hasMeans;

    /// <param name="compute">Lanes and threads.</param>
    /// <param name="largest">Most coordinates of a tensor to come.</param>
    public TensorStatistics(Compute compute, int largest)
    {
        _compute = compute;
        _sums = new(Items(largest) * TensorSums<T>.Centered);
        _ones.Span.Fill(T.One);
    }

    /// <summary>Mean of p².</summary>
    public double SquaredTheta { get; private set; }

    /// <summary>Mean of r.</summary>
    public double MeanSquare { get; private set; }

    /// <summary>(decay) mean of (m - mean m)².</summary>
    public double[] MomentumVariance { get; } = new double[FeatureTable.Decays];

    /// <summary>(decay) mean of (r - mean m)².</summary>
    public double[] SquareVariance { get; } = new double[FeatureTable.Decays];

    /// <summary>Computes all.</summary>
    /// <param name="theta">(coordinate).</param>
    /// <param name="momentum">(decay, coordinate).</param>
    /// <param name="square">(coordinate).</param>
    public void Run(ReadOnlySpan<T> theta, ReadOnlySpan<T> momentum, ReadOnlySpan<T> square)
    {
        fixed (T* p = theta, m = momentum, r = square)
        {
            _theta = p;
            _momentum = m;
            _square = r;
            _count = theta.Length;
            Span<double> sums = Go(hasMeans: false, TensorSums<T>.Plain);
            SquaredTheta = sums[0] / _count;
            MeanSquare = sums[4] / _count;
            for (int decay = 0; decay < FeatureTable.Decays; decay++)
                _means.Span[decay] = T.CreateTruncating(sums[1 + decay] / _count);
            sums = Go(hasMeans: true, TensorSums<T>.Centered);
            for (int decay = 0; decay < FeatureTable.Decays; decay++)
            {
                MomentumVariance[decay] = sums[decay] / _count;
                SquareVariance[decay] = sums[FeatureTable.Decays + decay] / _count;
            }
        }
    }

    void IParallelWork.Execute(int item, int worker)
    {
        int first = item * CoordinatesPerItem;
        var sums = new TensorSums<T>(_theta, _momentum, _square, _count, first, Math.Min(_count, first + CoordinatesPerItem),
            _hasMeans ? _means.Pointer() : null, _ones.Pointer(), _sums.Pointer() + item * TensorSums<T>.Centered);
        LaneDispatch.Run<TensorSums<T>, T>(_compute.Lanes, ref sums);
    }

    private static int Items(int count) => (count + CoordinatesPerItem - 1) / CoordinatesPerItem;

    private Span<double> Go(bool hasMeans, int length)
    {
        _hasMeans = hasMeans;
        int items = Items(_count);
        _compute.ForEach(this, items);
        Span<double> sums = _sums.Span;
        for (int item = 1; item < items; item++)
            for (int i = 0; i < length; i++)
                sums[i] += sums[item * TensorSums<T>.Centered + i];
        return sums;
    }
}
