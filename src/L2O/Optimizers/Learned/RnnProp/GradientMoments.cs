using System.Numerics;
using System.Numerics.Tensors;
using L2O.Numerics;

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
    private readonly int _count;
    private readonly AlignedBuffer<T> _rows;
    private AlignedBuffer<T> _mean;
    private AlignedBuffer<T> _square;
    private AlignedBuffer<T> _nextMean;
    private AlignedBuffer<T> _nextSquare;

    /// <param name="beta1">Decay of the gradient's mean, 0 to below 1.</param>
    /// <param name="beta2">Decay of the squared gradient's mean, 0 to below 1.</param>
    /// <param name="count">n.</param>
    public GradientMoments(double beta1, double beta2, int count)
    {
        (_beta1, _beta2, _count) = (beta1, beta2, count);
        _rows = new AlignedBuffer<T>(checked(2 * count));
        (_mean, _square, _nextMean, _nextSquare) = (new(count), new(count), new(count), new(count));
    }

    /// <summary>(2, n): the features that <see cref="Fill"/> made.</summary>
    public ReadOnlySpan<T> Rows => _rows.Span;

    /// <summary>Computes the features of the coming step.</summary>
    /// <param name="gradient">(n).</param>
    /// <param name="iteration">t, counted from the first step that the means have seen, from 1.</param>
    public void Fill(ReadOnlySpan<T> gradient, int iteration)
    {
        Span<T> mean = _nextMean.Span, square = _nextSquare.Span, direction = _rows.Span[.._count], scaled = _rows.Span[_count..];
        TensorPrimitives.Multiply(gradient, T.CreateChecked(1 - _beta1), mean);
        TensorPrimitives.FusedMultiplyAdd(_mean.Span, T.CreateChecked(_beta1), mean, mean);
        TensorPrimitives.Multiply(gradient, gradient, square);
        TensorPrimitives.Multiply(square, T.CreateChecked(1 - _beta2), square);
        TensorPrimitives.FusedMultiplyAdd(_square.Span, T.CreateChecked(_beta2), square, square);

        TensorPrimitives.Sqrt(square, scaled);
        TensorPrimitives.Multiply(scaled, T.CreateChecked(1 / Math.Sqrt(1 - Math.Pow(_beta2, iteration))), scaled);
        TensorPrimitives.Add(scaled, T.CreateChecked(Epsilon), scaled);
        TensorPrimitives.Divide(mean, scaled, direction);
        TensorPrimitives.Multiply(direction, T.CreateChecked(1 / (1 - Math.Pow(_beta1, iteration))), direction);
        TensorPrimitives.Divide(gradient, scaled, scaled);
    }

    /// <summary>Takes over the means that the last <see cref="Fill"/> computed.</summary>
    public void Advance() => (_mean, _nextMean, _square, _nextSquare) = (_nextMean, _mean, _nextSquare, _square);

    /// <summary>As before the first step.</summary>
    public void Reset()
    {
        _mean.Span.Clear();
        _square.Span.Clear();
    }

    /// <summary>Writes <c>mean</c> and <c>square</c>, each (n).</summary>
    public void Save(StateWriter<T> writer)
    {
        writer.Write("mean", _mean.Span);
        writer.Write("square", _square.Span);
    }

    /// <summary>Restores what <see cref="Save"/> wrote.</summary>
    public void Load(StateReader<T> reader)
    {
        reader.Read("mean", _mean.Span);
        reader.Read("square", _square.Span);
    }
}
