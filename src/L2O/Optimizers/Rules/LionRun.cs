using System.Numerics;
using System.Numerics.Tensors;
using L2O.Kernels.Functions;
using L2O.Kernels.Lanes;
using L2O.Numerics;
using L2O.Optimizers.State;

namespace L2O.Optimizers.Rules;

/// <summary>State of <see cref="Lion"/>: the momentum.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class LionRun<T> : BlockwiseRun<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Lion _settings;
    private readonly StateArray<T> _momentum;
    private readonly T[] _nextMomentum = new T[BlockSize];

    public LionRun(Lion settings, ParameterLayout layout) : base(layout)
    {
        _settings = settings;
        _momentum = AddState(StateShape.PerCoordinate("momentum"));
    }

    protected override void ComputeUpdate(int start, ReadOnlySpan<T> theta, ReadOnlySpan<T> gradient, Span<T> update)
    {
        int count = update.Length;
        ReadOnlySpan<T> momentum = _momentum.Values.Slice(start, count);
        Blend(momentum, gradient, _settings.Beta1, update);
        Blend(momentum, gradient, _settings.Beta2, _nextMomentum.AsSpan(0, count));
        var sign = new ElementaryFunctions<T>.ScaledSign(T.CreateChecked(-_settings.LearningRate));
        Elementwise.Map(LaneDispatch.Widest, sign, update, update);
        if (_settings.WeightDecay > 0)
            TensorPrimitives.FusedMultiplyAdd(theta, T.CreateChecked(-_settings.LearningRate * _settings.WeightDecay), update, update);
    }

    protected override void AdvanceState(int start, int count) => _nextMomentum.AsSpan(0, count).CopyTo(_momentum.Values[start..]);

    /// <summary>result = beta·momentum + (1 - beta)·gradient.</summary>
    private static void Blend(ReadOnlySpan<T> momentum, ReadOnlySpan<T> gradient, double beta, Span<T> result)
    {
        TensorPrimitives.Multiply(gradient, T.CreateChecked(1 - beta), result);
        TensorPrimitives.FusedMultiplyAdd(momentum, T.CreateChecked(beta), result, result);
    }
}
