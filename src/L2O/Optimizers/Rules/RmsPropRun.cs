using System.Numerics;
using System.Numerics.Tensors;
using L2O.Numerics;
using L2O.Optimizers.State;

namespace L2O.Optimizers.Rules;

/// <summary>State of <see cref="RmsProp"/>: the running mean of the squared gradient and, with momentum, the velocity.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class RmsPropRun<T> : BlockwiseRun<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly RmsProp _settings;
    private readonly StateArray<T> _square;
    private readonly StateArray<T>? _velocity; // with momentum
    private readonly T[] _nextSquare = new T[BlockSize];
    private readonly T[] _nextVelocity = new T[BlockSize];

    public RmsPropRun(RmsProp settings, ParameterLayout layout) : base(layout)
    {
        _settings = settings;
        _square = AddState(StateShape.PerCoordinate("square"));
        _velocity = settings.Momentum > 0 ? AddState(StateShape.PerCoordinate("velocity")) : null;
    }

    protected override void ComputeUpdate(int start, ReadOnlySpan<T> theta, ReadOnlySpan<T> gradient, Span<T> update)
    {
        int count = update.Length;
        Span<T> square = _nextSquare.AsSpan(0, count);
        TensorPrimitives.Multiply(gradient, gradient, square);
        TensorPrimitives.Multiply(square, T.CreateChecked(1 - _settings.Alpha), square);
        TensorPrimitives.FusedMultiplyAdd(_square.Values.Slice(start, count), T.CreateChecked(_settings.Alpha), square, square);

        TensorPrimitives.Sqrt(square, update);
        TensorPrimitives.Add(update, T.CreateChecked(_settings.Epsilon), update);
        TensorPrimitives.Divide(gradient, update, update);
        if (_velocity is not null)
        {
            Span<T> velocity = _nextVelocity.AsSpan(0, count);
            TensorPrimitives.FusedMultiplyAdd(_velocity.Values.Slice(start, count), T.CreateChecked(_settings.Momentum), update, velocity);
            velocity.CopyTo(update);
        }
        TensorPrimitives.Multiply(update, T.CreateChecked(-_settings.LearningRate), update);
    }

    protected override void AdvanceState(int start, int count)
    {
        _nextSquare.AsSpan(0, count).CopyTo(_square.Values[start..]);
        if (_velocity is not null)
            _nextVelocity.AsSpan(0, count).CopyTo(_velocity.Values[start..]);
    }
}
