using System.Numerics;
using System.Numerics.Tensors;
using L2O.Kernels.Products;
using L2O.Numerics;
using L2O.Optimizers.State;

namespace L2O.Optimizers.Rules;

/// <summary>What <see cref="Muon"/> does with matrices. State: the momentum.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class OrthogonalMomentumRun<T> : OptimizerRun<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Muon _settings;
    private readonly StateArray<T> _momentum;
    private readonly NewtonSchulz<T> _orthogonal;
    private readonly (int Rows, int Columns)[] _shapes; // (tensor)
    private readonly T[] _next;

    public OrthogonalMomentumRun(Muon settings, ParameterLayout layout) : base(layout)
    {
        _settings = settings;
        _momentum = AddState(StateShape.PerCoordinate("momentum"));
        _shapes = [.. layout.Slots.Select(static slot => (slot.Shape[0], slot.Count / slot.Shape[0]))];
        _orthogonal = new NewtonSchulz<T>(new Compute(threads: 1), _shapes);
        _next = new T[layout.Slots.Max(static slot => slot.Count)];
    }

    internal override bool TakesTensorsInTurn => true;

    protected override void ComputeUpdate(in StepInput<T> step, TensorSpans<T> update, bool advance)
    {
        for (int k = 0; k < _shapes.Length; k++)
            if (step.Gradient.Has(k))
                ComputeUpdate(k, step.Theta[k], step.Gradient[k], update[k], advance);
    }

    private void ComputeUpdate(int tensor, ReadOnlySpan<T> theta, ReadOnlySpan<T> gradient, Span<T> update, bool advance)
    {
        Span<T> next = _next.AsSpan(0, gradient.Length);
        Blend(_momentum.Of(tensor), gradient, next);
        if (_settings.Nesterov)
            Blend(next, gradient, update);
        else
            next.CopyTo(update);
        if (advance)
            next.CopyTo(_momentum.Of(tensor));
        (int rows, int columns) = _shapes[tensor];
        _orthogonal.Run(rows, columns, DoubleSums.InnerProduct<T>(update, update), update);
        double rate = -_settings.LearningRate;
        TensorPrimitives.Multiply(update, T.CreateChecked(rate * _settings.ScaleOf(rows, columns)), update);
        if (_settings.WeightDecay > 0)
            TensorPrimitives.FusedMultiplyAdd(theta, T.CreateChecked(rate * _settings.WeightDecay), update, update);
    }

    /// <summary>result = μ·momentum + (1 - μ)·gradient.</summary>
    private void Blend(ReadOnlySpan<T> momentum, ReadOnlySpan<T> gradient, Span<T> result)
    {
        TensorPrimitives.Multiply(gradient, T.CreateChecked(1 - _settings.Momentum), result);
        TensorPrimitives.FusedMultiplyAdd(momentum, T.CreateChecked(_settings.Momentum), result, result);
    }
}
