using System.Numerics;
using System.Runtime.CompilerServices;
using L2O.Kernels.Lanes;

namespace L2O.Kernels.Factored;

/// <summary>
/// A step of Adam as Celo2 makes it with vectors, and Celo-Adam with all tensors: m follows g, r follows g², and the update is
/// step·m/(√(correction·r + inner) + outer) +
/// decay·theta.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal unsafe struct AdamVectorRule<T> : ILaneKernel<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Factor of m.</summary>
    public double Step;

    /// <summary>Factor of r.</summary>
    public double Correction;

    /// <summary>Added under the root.</summary>
    public double Inner;

    /// <summary>Added to the root.</summary>
    public double Outer;

    /// <summary>Factor of theta.</summary>
    public double Decay;

    /// <summary>Bound of the gradient's coordinates.</summary>
    public double Bound;

    /// <summary>1 - the decay of m.</summary>
    public double Rate;

    /// <summary>1 - the decay of r.</summary>
    public double SquareRate;

    private int _count;
    private T* _theta, _gradient, _update, _target, _momentum, _square, _nextMomentum, _nextSquare;

    /// <summary>Makes the step.</summary>
    /// <param name="width">Register width.</param>
    /// <param name="spans">What is read and written.</param>
    public void Run(LaneWidth width, in FactoredSpans<T> spans)
    {
        fixed (T* theta = spans.Theta, gradient = spans.Gradient, update = spans.Update, target = spans.Target)
        fixed (T* momentum = spans.State.Momentum, square = spans.State.Square)
        fixed (T* nextMomentum = spans.Next.Momentum, nextSquare = spans.Next.Square)
        {
            _count = spans.Update.Length;
            _theta = theta;
            _gradient = gradient;
            _update = update;
            _target = target;
            _momentum = momentum;
            _square = square;
            _nextMomentum = nextMomentum;
            _nextSquare = nextSquare;
            LaneDispatch.Run<AdamVectorRule<T>, T>(width, ref this);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    readonly void ILaneKernel<T>.Run<TLanes>()
    {
        TLanes step = FeatureLanes<TLanes, T>.Constant(Step), correction = FeatureLanes<TLanes, T>.Constant(Correction);
        TLanes inner = FeatureLanes<TLanes, T>.Constant(Inner), outer = FeatureLanes<TLanes, T>.Constant(Outer);
        TLanes decay = FeatureLanes<TLanes, T>.Constant(Decay), rate = FeatureLanes<TLanes, T>.Constant(Rate);
        TLanes squareRate = FeatureLanes<TLanes, T>.Constant(SquareRate);
        for (int i = 0; i < _count; i += TLanes.Width)
        {
            int count = Math.Min(TLanes.Width, _count - i);
            TLanes g = FeatureLanes<TLanes, T>.Bounded(TLanes.LoadFirst(_gradient + i, count), Bound);
            TLanes m = TLanes.LoadFirst(_momentum + i, count), r = TLanes.LoadFirst(_square + i, count);
            m = FeatureLanes<TLanes, T>.Normal(TLanes.MultiplyAdd(rate, g - m, m));
            r = FeatureLanes<TLanes, T>.Normal(TLanes.MultiplyAdd(squareRate, g * g - r, r));
            TLanes root = TLanes.Sqrt(TLanes.MultiplyAdd(correction, r, inner)) + outer;
            TLanes theta = TLanes.LoadFirst(_theta + i, count), update = TLanes.MultiplyAdd(decay, theta, step * m / root);
            TLanes.StoreFirst(m, _nextMomentum + i, count);
            TLanes.StoreFirst(r, _nextSquare + i, count);
            if (_target == null)
                TLanes.StoreFirst(update, _update + i, count);
            else
                TLanes.StoreFirst(theta + update, _target + i, count);
        }
    }
}
