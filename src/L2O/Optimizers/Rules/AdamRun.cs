using System.Numerics;
using System.Numerics.Tensors;
using L2O.Numerics;
using L2O.Optimizers.State;

namespace L2O.Optimizers.Rules;

/// <summary>State of <see cref="Adam"/> and <see cref="AdamW"/>: the running means of the gradient and of its square.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class AdamRun<T> : BlockwiseRun<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly double _weightDecay;
    private readonly StateArray<T> _mean;
    private readonly StateArray<T> _square;
    private readonly T[] _nextMean = new T[BlockSize];
    private readonly T[] _nextSquare = new T[BlockSize];
    private readonly T[] _decayed = new T[BlockSize];
    private readonly T _shrinkage;
    private double _learningRate;
    private double _beta1;
    private double _beta2;
    private double _epsilon;
    private T _step;
    private T _squareCorrection;

    /// <param name="settings">Adam's own settings.</param>
    /// <param name="layout">Gives the number of coordinates.</param>
    /// <param name="decoupledDecay">Weight decay of <see cref="AdamW"/>, apart from the gradient; 0 for none.</param>
    public AdamRun(Adam settings, ParameterLayout layout, double decoupledDecay = 0) : base(layout)
    {
        Adopt(settings.LearningRate, settings.Beta1, settings.Beta2, settings.Epsilon);
        _weightDecay = settings.WeightDecay;
        _shrinkage = T.CreateChecked(-settings.LearningRate * decoupledDecay);
        (_mean, _square) = (AddState(StateShape.PerCoordinate("mean")), AddState(StateShape.PerCoordinate("square")));
    }

    /// <summary>(n) running mean of the gradient.</summary>
    public ReadOnlySpan<T> Mean => _mean.Values;

    /// <summary>(n) running mean of its square.</summary>
    public ReadOnlySpan<T> Square => _square.Values;

    /// <summary>Goes on with other hyperparameters; weight decay stays.</summary>
    public void Adopt(double learningRate, double beta1, double beta2, double epsilon) =>
        (_learningRate, _beta1, _beta2, _epsilon) = (learningRate, beta1, beta2, epsilon);

    protected override void BeginStep(int steps)
    {
        // From their number, not from running products: a restored run goes on with the same bits.
        _step = T.CreateChecked(-_learningRate / (1 - Math.Pow(_beta1, steps)));
        _squareCorrection = T.CreateChecked(1 / Math.Sqrt(1 - Math.Pow(_beta2, steps)));
    }

    protected override void ComputeUpdate(int start, ReadOnlySpan<T> theta, ReadOnlySpan<T> gradient, Span<T> update)
    {
        int count = update.Length;
        if (_weightDecay > 0)
        {
            Span<T> decayed = _decayed.AsSpan(0, count);
            TensorPrimitives.FusedMultiplyAdd(theta, T.CreateChecked(_weightDecay), gradient, decayed);
            gradient = decayed;
        }
        Span<T> mean = _nextMean.AsSpan(0, count), square = _nextSquare.AsSpan(0, count);
        TensorPrimitives.Multiply(gradient, T.CreateChecked(1 - _beta1), mean);
        TensorPrimitives.FusedMultiplyAdd(_mean.Values.Slice(start, count), T.CreateChecked(_beta1), mean, mean);
        TensorPrimitives.Multiply(gradient, gradient, square);
        TensorPrimitives.Multiply(square, T.CreateChecked(1 - _beta2), square);
        TensorPrimitives.FusedMultiplyAdd(_square.Values.Slice(start, count), T.CreateChecked(_beta2), square, square);

        TensorPrimitives.Sqrt(square, update);
        TensorPrimitives.Multiply(update, _squareCorrection, update);
        TensorPrimitives.Add(update, T.CreateChecked(_epsilon), update);
        TensorPrimitives.Divide(mean, update, update);
        TensorPrimitives.Multiply(update, _step, update);
        if (_shrinkage != T.Zero)
            TensorPrimitives.FusedMultiplyAdd(theta, _shrinkage, update, update);
    }

    protected override void AdvanceState(int start, int count)
    {
        _nextMean.AsSpan(0, count).CopyTo(_mean.Values[start..]);
        _nextSquare.AsSpan(0, count).CopyTo(_square.Values[start..]);
    }
}
