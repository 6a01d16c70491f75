using System.Numerics;
using System.Numerics.Tensors;
using L2O.Numerics;
using L2O.Optimizers.State;

namespace L2O.Optimizers.Learned.Mlp;

/// <summary>What a <see cref="CoordinateMlp"/> reads, and the running means behind it. Allocates at its making only.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class CoordinateFeatures<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double SquareDecay = 0.999;
    private const double Epsilon = 1e-8;
    private const int AdamMean = 1; // of the decays, the one whose mean Adam's direction has

    private static readonly double[] s_meanDecays = [0.5, 0.9, 0.99, 0.999];
    private static readonly double[] s_timeScales = [10, 30, 100, 300, 1000, 3000];

    private readonly ParameterLayout _layout;
    private readonly int _n;
    private AlignedBuffer<T> _nextState;
    private readonly AlignedBuffer<T> _rows;

    /// <param name="layout">The tensors of theta.</param>
    public CoordinateFeatures(ParameterLayout layout)
    {
        (_layout, _n) = (layout, layout.Count);
        State = new StateRows<T>("means", StateRowCount, _n);
        _nextState = new AlignedBuffer<T>(State.Buffer.Length);
        _rows = new AlignedBuffer<T>(checked(RowCount * _n));
    }

    /// <summary>
    /// Rows that differ from coordinate to coordinate: gradient, parameter, means, root mean square, the directions of RMSProp and Adam.
    /// </summary>
    public static int RowCount => 2 + StateRowCount + 2;

    /// <summary>Features of a coordinate: the rows, then the time at several scales.</summary>
    public static int Count => RowCount + s_timeScales.Length;

    /// <summary>(row, n) of the coming step, as <see cref="Fill"/> made them.</summary>
    public ReadOnlySpan<T> Rows => _rows.Span;

    /// <summary>(mean or square, n): the running means.</summary>
    public StateRows<T> State { get; }

    private static int StateRowCount => s_meanDecays.Length + 1;

    /// <summary>Computes the rows of the coming step.</summary>
    /// <param name="theta">(n).</param>
    /// <param name="gradient">(n).</param>
    /// <param name="steps">Steps that the means have seen.</param>
    /// <param name="tensorSteps">(tensor) likewise; empty where all have seen as many.</param>
    public void Fill(ReadOnlySpan<T> theta, ReadOnlySpan<T> gradient, int steps, ReadOnlySpan<int> tensorSteps)
    {
        Span<T> square = Row(_nextState, s_meanDecays.Length), rms = Row(_rows, 2 + s_meanDecays.Length),
            scaled = Row(_rows, RowCount - 2);
        for (int k = 0; k < s_meanDecays.Length; k++)
        {
            Move(Row(State.Buffer, k), gradient, s_meanDecays[k], Row(_nextState, k));
            Normalize(Row(_nextState, k), Row(_rows, 2 + k));
        }
        TensorPrimitives.Multiply(gradient, gradient, scaled);
        Move(Row(State.Buffer, s_meanDecays.Length), scaled, SquareDecay, square);
        TensorPrimitives.Sqrt(square, rms);
        if (tensorSteps.IsEmpty)
            FillDirections(gradient, 0, _n, steps + 1);
        for (int k = 0; k < tensorSteps.Length; k++)
            FillDirections(gradient, _layout.Slots[k].Offset, _layout.Slots[k].Count, tensorSteps[k] + 1);
        Normalize(rms, rms);
        Normalize(gradient, Row(_rows, 0));
        Normalize(theta, Row(_rows, 1));
    }

    /// <summary>Takes over the running means that the last <see cref="Fill"/> computed.</summary>
    public void Advance() => _nextState = State.Exchange(_nextState);

    /// <summary>The features of neighboring coordinates one behind the other, as a network reads its samples.</summary>
    /// <param name="rows">(row, n).</param>
    /// <param name="iteration">t, from 1.</param>
    /// <param name="start">The first coordinate.</param>
    /// <param name="count">Number of coordinates.</param>
    /// <param name="samples">(coordinate, <see cref="Count"/>); overwritten.</param>
    public void Gather(ReadOnlySpan<T> rows, int iteration, int start, int count, Span<T> samples)
    {
        int features = Count;
        for (int row = 0; row < RowCount; row++)
        {
            ReadOnlySpan<T> values = rows.Slice(row * _n + start, count);
            for (int i = 0, at = row; i < values.Length; i++, at += features)
                samples[at] = values[i];
        }
        for (int k = 0; k < s_timeScales.Length; k++)
        {
            T time = T.CreateChecked(Math.Tanh(iteration / s_timeScales[k]));
            for (int at = RowCount + k; at < count * features; at += features)
                samples[at] = time;
        }
    }

    private Span<T> Row(AlignedBuffer<T> rows, int row) => rows.Span.Slice(row * _n, _n);

    /// <summary>The directions of RMSProp and Adam for some coordinates.</summary>
    private void FillDirections(ReadOnlySpan<T> gradient, int start, int count, int step)
    {
        Span<T> scaled = Row(_rows, RowCount - 2).Slice(start, count), direction = Row(_rows, RowCount - 1).Slice(start, count);
        ReadOnlySpan<T> rms = Row(_rows, 2 + s_meanDecays.Length).Slice(start, count);
        TensorPrimitives.Multiply(rms, T.CreateChecked(1 / Math.Sqrt(1 - Math.Pow(SquareDecay, step))), direction);
        TensorPrimitives.Add(direction, T.CreateChecked(Epsilon), direction);
        TensorPrimitives.Divide(gradient.Slice(start, count), direction, scaled);
        TensorPrimitives.Divide(Row(_nextState, AdamMean).Slice(start, count), direction, direction);
        TensorPrimitives.Multiply(direction, T.CreateChecked(1 / (1 - Math.Pow(s_meanDecays[AdamMean], step))), direction);
    }

    /// <summary>next = decay · mean + (1 - decay) · value.</summary>
    private static void Move(ReadOnlySpan<T> mean, ReadOnlySpan<T> value, double decay, Span<T> next)
    {
        TensorPrimitives.Multiply(value, T.CreateChecked(1 - decay), next);
        TensorPrimitives.FusedMultiplyAdd(mean, T.CreateChecked(decay), next, next);
    }

    /// <summary>Each tensor over its root mean square; a tensor of zeros stays one.</summary>
    private void Normalize(ReadOnlySpan<T> values, Span<T> result)
    {
        foreach (ParameterSlot slot in _layout.Slots)
        {
            ReadOnlySpan<T> tensor = slot.Of(values);
            double square = DoubleSums.InnerProduct(tensor, tensor) / tensor.Length;
            TensorPrimitives.Multiply(tensor, T.CreateTruncating(square > 0 ? 1 / Math.Sqrt(square) : 0), slot.Of(result));
        }
    }
}
