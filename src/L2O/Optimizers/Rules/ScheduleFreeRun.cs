using System.Numerics;
using System.Numerics.Tensors;
using L2O.Numerics;
using L2O.Optimizers.State;

namespace L2O.Optimizers.Rules;

/// <summary>
/// State of <see cref="ScheduleFreeAdamW"/>: the mean of the squared gradient, and d = z - y, which is zero at the start. With the weight
/// c of
/// the newest z in their mean and the normalized gradient ĝ, y moves by c·d + r·(β1(1-c) - 1)·ĝ, and d becomes (1-c)·(d - r·β1·ĝ).
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class ScheduleFreeRun<T> : BlockwiseRun<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ScheduleFreeAdamW _settings;
    private readonly StateArray<T> _square, _distance;
    private readonly T[] _nextSquare = new T[BlockSize], _nextDistance = new T[BlockSize];
    private T _weight, _step, _distanceStep, _correction;

    public ScheduleFreeRun(ScheduleFreeAdamW settings, ParameterLayout layout) : base(layout)
    {
        _settings = settings;
        (_square, _distance) = (AddState(StateShape.PerCoordinate("square")), AddState(StateShape.PerCoordinate("distance")));
    }

    internal override bool HasEvaluationPoint => true;

    internal override void ReadEvaluationPoint(ReadOnlySpan<T> theta, Span<T> point) => TensorPrimitives.MultiplyAdd<T>(
        _distance.Values, T.CreateChecked(-(1 - _settings.Beta1) / _settings.Beta1), theta, point); // x = y - (1-β1)/β1·d

    protected override void BeginStep(int steps)
    {
        double rate = _settings.LearningRate * Math.Min(1, steps / Math.Max(1.0, _settings.WarmUp)), weight = Weight(steps);
        _weight = T.CreateChecked(weight);
        _step = T.CreateChecked(rate * (_settings.Beta1 * (1 - weight) - 1));
        _distanceStep = T.CreateChecked(-rate * _settings.Beta1);
        _correction = T.CreateChecked(1 / Math.Sqrt(1 - Math.Pow(_settings.Beta2, steps)));
    }

    protected override void ComputeUpdate(int start, ReadOnlySpan<T> theta, ReadOnlySpan<T> gradient, Span<T> update)
    {
        int count = update.Length;
        Span<T> square = _nextSquare.AsSpan(0, count), next = _nextDistance.AsSpan(0, count);
        ReadOnlySpan<T> distance = _distance.Values.Slice(start, count);
        TensorPrimitives.Multiply(gradient, gradient, square);
        TensorPrimitives.Multiply(square, T.CreateChecked(1 - _settings.Beta2), square);
        TensorPrimitives.FusedMultiplyAdd(_square.Values.Slice(start, count), T.CreateChecked(_settings.Beta2), square, square);

        TensorPrimitives.Sqrt(square, update);
        TensorPrimitives.Multiply(update, _correction, update);
        TensorPrimitives.Add(update, T.CreateChecked(_settings.Epsilon), update);
        TensorPrimitives.Divide(gradient, update, update); // ĝ
        if (_settings.WeightDecay > 0)
            TensorPrimitives.FusedMultiplyAdd(theta, T.CreateChecked(_settings.WeightDecay), update, update);
        TensorPrimitives.FusedMultiplyAdd(update, _distanceStep, distance, next);
        TensorPrimitives.Multiply(next, T.One - _weight, next);
        TensorPrimitives.Multiply(update, _step, update);
        TensorPrimitives.FusedMultiplyAdd(distance, _weight, update, update);
    }

    protected override void AdvanceState(int start, int count)
    {
        _nextSquare.AsSpan(0, count).CopyTo(_square.Values[start..]);
        _nextDistance.AsSpan(0, count).CopyTo(_distance.Values[start..]);
    }

    /// <summary>c: the square of the step's rate over the sum of all squares so far; 1/t where the rate is constant.</summary>
    private double Weight(int steps)
    {
        double warmUp = _settings.WarmUp, risen = Math.Min(steps, warmUp);
        if (warmUp == 0)
            return 1.0 / steps;
        double rate = Math.Min(1, steps / warmUp);
        double sum = risen * (risen + 1) * (2 * risen + 1) / 6 / (warmUp * warmUp) + Math.Max(0, steps - warmUp);
        return rate * rate / sum;
    }
}
