using System.Numerics;
using System.Numerics.Tensors;
using L2O.Numerics;
using L2O.Optimizers.State;

namespace L2O.Optimizers.Rules;

/// <summary>State of <see cref="Sgd"/>: the velocity. Without momentum there is none.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class SgdRun<T> : BlockwiseRun<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly bool _nesterov;
    private readonly StateArray<T>? _velocity; // with momentum
    private readonly T[] _nextVelocity = new T[BlockSize];
    private readonly T _weightDecay;
    private readonly T[] _decayed;
    private T _momentum;
    private T _step;

    public SgdRun(Sgd settings, ParameterLayout layout) : base(layout)
    {
        Adopt(settings.LearningRate, settings.Momentum);
        _nesterov = settings.Nesterov;
        _weightDecay = T.CreateChecked(settings.WeightDecay);
        _decayed = settings.WeightDecay > 0 ? new T[BlockSize] : [];
        _velocity = settings.Momentum > 0 ? AddState(StateShape.PerCoordinate("velocity")) : null;
    }

    /// <summary>(n) the velocity; empty without momentum.</summary>
    public ReadOnlySpan<T> Velocity => _velocity is null ? [] : _velocity.Values;

    /// <summary>Goes on with other hyperparameters; without momentum at the start there is none later; weight decay stays.</summary>
    public void Adopt(double learningRate, double momentum) =>
        (_step, _momentum) = (T.CreateChecked(-learningRate), T.CreateChecked(momentum));

    protected override void ComputeUpdate(int start, ReadOnlySpan<T> theta, ReadOnlySpan<T> gradient, Span<T> update)
    {
        if (_decayed.Length > 0)
        {
            Span<T> decayed = _decayed.AsSpan(0, update.Length);
            TensorPrimitives.FusedMultiplyAdd(theta, _weightDecay, gradient, decayed);
            gradient = decayed;
        }
        if (_velocity is null)
        {
            TensorPrimitives.Multiply(gradient, _step, update);
            return;
        }
        // The velocity starts at zero, so the first step's is the gradient.
        Span<T> next = _nextVelocity.AsSpan(0, update.Length);
        TensorPrimitives.Multiply(_velocity.Values.Slice(start, update.Length), _momentum, next);
        TensorPrimitives.Add(next, gradient, next);
        if (_nesterov)
            TensorPrimitives.FusedMultiplyAdd(next, _momentum, gradient, update);
        TensorPrimitives.Multiply(_nesterov ? update : next, _step, update);
    }

    protected override void AdvanceState(int start, int count)
    {
        if (_velocity is not null)
            _nextVelocity.AsSpan(0, count).CopyTo(_velocity.Values[start..]);
    }
}
