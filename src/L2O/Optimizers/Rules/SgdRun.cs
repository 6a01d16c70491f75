using System.Numerics;
using System.Numerics.Tensors;
using L2O.Numerics;

namespace L2O.Optimizers.Rules;

/// <summary>State of <see cref="Sgd"/>: the velocity. Without momentum there is none.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class SgdRun<T> : BlockwiseRun<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly bool _nesterov;
    private readonly T[] _velocity;
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
        _velocity = settings.Momentum > 0 ? new T[layout.Count] : [];
    }

    /// <summary>(n) the velocity; empty without momentum.</summary>
    public ReadOnlySpan<T> Velocity => _velocity;

    /// <summary>Goes on with other hyperparameters; without momentum at the start there is none later; weight decay stays.</summary>
    public void Adopt(double learningRate, double momentum) =>
        (_step, _momentum) = (T.CreateChecked(-learningRate), T.CreateChecked(momentum));

    /// <summary>As before the first step.</summary>
    public void Reset()
    {
        RestartCount();
        Array.Clear(_velocity);
    }

    protected override void ComputeUpdate(int start, ReadOnlySpan<T> theta, ReadOnlySpan<T> gradient, Span<T> update)
    {
        if (_decayed.Length > 0)
        {
            Span<T> decayed = _decayed.AsSpan(0, update.Length);
            TensorPrimitives.FusedMultiplyAdd(theta, _weightDecay, gradient, decayed);
            gradient = decayed;
        }
        if (_velocity.Length == 0)
        {
            TensorPrimitives.Multiply(gradient, _step, update);
            return;
        }
        // The velocity starts at zero, so the first step's is the gradient.
        Span<T> next = _nextVelocity.AsSpan(0, update.Length);
        TensorPrimitives.Multiply(_velocity.AsSpan(start, update.Length), _momentum, next);
        TensorPrimitives.Add(next, gradient, next);
        if (_nesterov)
            TensorPrimitives.FusedMultiplyAdd(next, _momentum, gradient, update);
        TensorPrimitives.Multiply(_nesterov ? update : next, _step, update);
    }

    protected override void AdvanceState(int start, int count)
    {
        if (_velocity.Length > 0)
            _nextVelocity.AsSpan(0, count).CopyTo(_velocity.AsSpan(start));
    }

    protected override void SaveState(StateWriter<T> writer)
    {
        if (_velocity.Length > 0)
            writer.Write("velocity", _velocity);
    }

    protected override void LoadState(StateReader<T> reader)
    {
        if (_velocity.Length > 0)
            reader.Read("velocity", _velocity);
    }
}
