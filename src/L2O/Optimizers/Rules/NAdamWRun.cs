using System.Numerics;
using System.Numerics.Tensors;
using L2O.Numerics;
using L2O.Optimizers.State;

namespace L2O.Optimizers.Rules;

/// <summary>State of <see cref="NAdamW"/>: the running means of the gradient and of its square.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class NAdamWRun<T> : BlockwiseRun<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly NAdamW _settings;
    private readonly int? _horizon;
    private readonly StateArray<T> _mean, _square;
    private readonly T[] _nextMean = new T[BlockSize], _nextSquare = new T[BlockSize], _decayed = new T[BlockSize];
    private readonly T[] _root = new T[BlockSize];
    private T _step, _shrinkage;

    /// <param name="settings">What to do.</param>
    /// <param name="layout">Gives the number of coordinates.</param>
    /// <param name="horizon">Steps of the run, where there is a schedule.</param>
    public NAdamWRun(NAdamW settings, ParameterLayout layout, int? horizon) : base(layout)
    {
        (_settings, _horizon) = (settings, horizon);
        (_mean, _square) = (AddState(StateShape.PerCoordinate("mean")), AddState(StateShape.PerCoordinate("square")));
    }

    protected override void BeginStep(int steps)
    {
        double rate = _settings.RateAt(Iteration + 1, _horizon) * Math.Sqrt(1 - Math.Pow(_settings.Beta2, steps))
            / (1 - Math.Pow(_settings.Beta1, steps));
        (_step, _shrinkage) = (T.CreateChecked(-rate), T.CreateChecked(-rate * _settings.WeightDecay));
    }

    protected override void ComputeUpdate(int start, ReadOnlySpan<T> theta, ReadOnlySpan<T> gradient, Span<T> update)
    {
        int count = update.Length;
        if (_settings.L2 > 0)
        {
            Span<T> decayed = _decayed.AsSpan(0, count);
            TensorPrimitives.FusedMultiplyAdd(theta, T.CreateChecked(-_settings.L2), gradient, decayed);
            gradient = decayed;
        }
        Span<T> mean = _nextMean.AsSpan(0, count), square = _nextSquare.AsSpan(0, count);
        Blend(_mean.Values.Slice(start, count), gradient, _settings.Beta1, mean);
        TensorPrimitives.Multiply(gradient, gradient, square);
        Blend(_square.Values.Slice(start, count), square, _settings.Beta2, square);

        Span<T> root = _root.AsSpan(0, count);
        TensorPrimitives.Sqrt(square, root);
        TensorPrimitives.Add(root, T.CreateChecked(_settings.Epsilon), root);
        if (_settings.Nesterov)
            Blend(mean, gradient, _settings.Beta1, update);
        else
            mean.CopyTo(update);
        TensorPrimitives.Divide(update, root, update);
        TensorPrimitives.Multiply(update, _step, update);
        if (_settings.WeightDecay > 0)
            TensorPrimitives.FusedMultiplyAdd(theta, _shrinkage, update, update);
    }

    protected override void AdvanceState(int start, int count)
    {
        _nextMean.AsSpan(0, count).CopyTo(_mean.Values[start..]);
        _nextSquare.AsSpan(0, count).CopyTo(_square.Values[start..]);
    }

    /// <summary>result = beta·mean + (1 - beta)·value; the result may be the value.</summary>
    private static void Blend(ReadOnlySpan<T> mean, ReadOnlySpan<T> value, double beta, Span<T> result)
    {
        TensorPrimitives.Multiply(value, T.CreateChecked(1 - beta), result);
        TensorPrimitives.FusedMultiplyAdd(mean, T.CreateChecked(beta), result, result);
    }
}
