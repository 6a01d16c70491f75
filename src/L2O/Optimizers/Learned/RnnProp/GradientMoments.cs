using System.Numerics;
using System.Numerics.Tensors;
using L2O.Numerics;
using L2O.Optimizers.State;

namespace L2O.Optimizers.Learned.RnnProp;

/// <summary>
/// Running means of the gradient and of its square with bias correction, as in Adam, and the two features that RNNProp makes of them:
/// m̂/(√v̂ + ε) and g/(√v̂ + ε) (Lv, Jiang, Li 2017, section 4.2). Allocates at its making only.
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class GradientMoments<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double Epsilon = 1e-8;

    private readonly double _beta1;
    private readonly double _beta2;
    private readonly ParameterLayout _layout;
    private readonly AlignedBuffer<T> _rows;
    private readonly StateArray<T> _mean;
    private readonly StateArray<T> _square;
    private AlignedBuffer<T> _nextMean;
    private AlignedBuffer<T> _nextSquare;

    /// <param name="beta1">Decay of the gradient's mean, 0 to below 1.</param>
    /// <param name="beta2">Decay of the squared gradient's mean, 0 to below 1.</param>
    /// <param name="layout">The tensors of theta.</param>
    /// <param name="mean">(n) the gradient's mean.</param>
    /// <param name="square">(n) the squared gradient's.</param>
    public GradientMoments(double beta1, double beta2, ParameterLayout layout, StateArray<T> mean, StateArray<T> square)
    {
        (_beta1, _beta2, _layout, _mean, _square) = (beta1, beta2, layout, mean, square);
        _rows = new AlignedBuffer<T>(checked(2 * layout.Count));
        (_nextMean, _nextSquare) = (new(layout.Count), new(layout.Count));
    }

    /// <summary>(2, n): the features of the coming step.</summary>
    public ReadOnlySpan<T> Rows => _rows.Span;

    /// <summary>Computes the features of the coming step.</summary>
    /// <param name="gradient">(n).</param>
    /// <param name="steps">Steps that the means have seen.</param>
    /// <param name="tensorSteps">(tensor) likewise; empty where all have seen as many.</param>
    public void Fill(ReadOnlySpan<T> gradient, int steps, ReadOnlySpan<int> tensorSteps)
    {
        if (tensorSteps.IsEmpty)
        {
            Fill(gradient, 0, _layout.Count, steps + 1);
            return;
        }
        for (int k = 0; k < tensorSteps.Length; k++)
            Fill(gradient, _layout.Slots[k].Offset, _layout.Slots[k].Count, tensorSteps[k] + 1);
    }

    /// <summary>Takes over the means that the last <see cref="Fill(ReadOnlySpan{T}, int, ReadOnlySpan{int})"/> computed.</summary>
    public void Advance() => (_nextMean, _nextSquare) = (_mean.Exchange(_nextMean), _square.Exchange(_nextSquare));

    private void Fill(ReadOnlySpan<T> whole, int start, int count, int step)
    {
        ReadOnlySpan<T> gradient = whole.Slice(start, count);
        Span<T> mean = _nextMean.Span.Slice(start, count), square = _nextSquare.Span.Slice(start, count);
        Span<T> direction = _rows.Span.Slice(start, count), scaled = _rows.Span.Slice(_layout.Count + start, count);
        TensorPrimitives.Multiply(gradient, T.CreateChecked(1 - _beta1), mean);
        TensorPrimitives.FusedMultiplyAdd(_mean.Values.Slice(start, count), T.CreateChecked(_beta1), mean, mean);
        TensorPrimitives.Multiply(gradient, gradient, square);
        TensorPrimitives.Multiply(square, T.CreateChecked(1 - _beta2), square);
        TensorPrimitives.FusedMultiplyAdd(_square.Values.Slice(start, count), T.CreateChecked(_beta2), square, square);

        TensorPrimitives.Sqrt(square, scaled);
        TensorPrimitives.Multiply(scaled, T.CreateChecked(1 / Math.Sqrt(1 - Math.Pow(_beta2, step))), scaled);
        TensorPrimitives.Add(scaled, T.CreateChecked(Epsilon), scaled);
        TensorPrimitives.Divide(mean, scaled, direction);
        TensorPrimitives.Multiply(direction, T.CreateChecked(1 / (1 - Math.Pow(_beta1, step))), direction);
        TensorPrimitives.Divide(gradient, scaled, scaled);
    }
}
