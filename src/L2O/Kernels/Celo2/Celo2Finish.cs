using System.Numerics;
using L2O.Kernels.Factored;
using L2O.Kernels.Functions;
using L2O.Kernels.Lanes;
using L2O.Kernels.Products;

namespace L2O.Kernels.Celo2;

/// <summary>
/// From the network's outputs to what is added to theta: orthogonalized or not, divided by their root mean square, times the learning rate,
/// with decay.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="compute">Lanes and threads.</param>
/// <param name="newtonSchulz">What makes outputs orthogonal; null leaves them.</param>
internal sealed class Celo2Finish<T>(Compute compute, NewtonSchulz<T>? newtonSchulz) where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Turns the outputs of one matrix, slice or vector into updates, or adds these to theta.</summary>
    /// <param name="rows">Rows of the matrix; 0 for a vector, which is never made orthogonal.</param>
    /// <param name="squares">Σ output².</param>
    /// <param name="learningRate">Factor of the update.</param>
    /// <param name="decay">What theta is multiplied by and subtracted.</param>
    /// <param name="theta">(coordinate).</param>
    /// <param name="update">(coordinate): outputs, then updates where they are not added.</param>
    /// <param name="target">(coordinate): theta, where they are to be added; else empty.</param>
    public void Run(int rows, double squares, double learningRate, double decay, ReadOnlySpan<T> theta, Span<T> update, Span<T> target)
    {
        if (newtonSchulz is not null && rows > 0)
        {
            newtonSchulz.Run(rows, update.Length / rows, squares, update);
            squares = SquareSum<T>.Of(compute.Lanes, update);
        }
        double scale = -learningRate * Celo2Features.Scale(squares / update.Length);
        var function = new Update(T.CreateTruncating(scale), T.CreateTruncating(-decay));
        if (target.IsEmpty)
            Elementwise.Map(compute.Lanes, function, update, theta, update);
        else
            Elementwise.Map(compute.Lanes, new Added(function), update, theta, target);
    }

    private readonly struct Added(Update update) : ILaneFunction<T>
    {
        public TLanes Apply<TLanes>(TLanes x, TLanes y) where TLanes : unmanaged, ILanes<TLanes, T> => y + update.Apply(x, y);
    }

    private readonly struct Update(T scale, T decay) : ILaneFunction<T>
    {
        public TLanes Apply<TLanes>(TLanes x, TLanes y) where TLanes : unmanaged, ILanes<TLanes, T> =>
            TLanes.MultiplyAdd(y, TLanes.Broadcast(decay), x * TLanes.Broadcast(scale));
    }
}
