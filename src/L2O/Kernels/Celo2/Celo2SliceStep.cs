using System.Numerics;
using L2O.Kernels.Lanes;
using L2O.Numerics;

namespace L2O.Kernels.Celo2;

/// <summary>
/// The network's output for tensors that are no matrices with long rows: narrow matrices, convolutions whose slices over the last two
/// dimensions are normalized each by itself, and vectors. A slice is one long row to the kernels; what belongs to lines is gathered for
/// each coordinate. Allocates at its making only.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed unsafe class Celo2SliceStep<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Compute _compute;
    private readonly AlignedBuffer<T> _squares, _values, _features;
    private readonly AlignedBuffer<T> _weights = new(Celo2Features.All * Celo2Features.Hidden);
    private readonly AlignedBuffer<T> _ones = new(Celo2Features.Partials<T>());
    private readonly AlignedBuffer<T> _rowValues = new(Celo2Features.LineMemory<T>(1)); // factors of 1, and nothing for the first layer
    private readonly AlignedBuffer<T> _rowSum = new(1);
    private readonly AlignedBuffer<double> _sums = new(Celo2Features.OfCoordinate + 1);
    private readonly double[] _lineSums = new double[2 * Celo2Features.OfLine];
    private Celo2Matrix<T> _matrix; // the tensor as one row

    /// <param name="compute">Lanes.</param>
    /// <param name="largestTensor">Most coordinates of a tensor to come.</param>
    /// <param name="largestSlice">Most coordinates of a slice to come.</param>
    public Celo2SliceStep(Compute compute, int largestTensor, int largestSlice)
    {
        _compute = compute;
        int padded = Celo2Features.Padded<T>(largestSlice);
        _squares = new(Celo2Features.Padded<T>(largestTensor));
        _values = new(Celo2Features.LineMemory<T>(largestSlice));
        _features = new(checked(2 * Celo2Features.OfLine * padded));
        _ones.Span.Fill(T.One);
        _rowValues.Span[..(Celo2Features.Decays * Celo2Features.Partials<T>())].Fill(T.One);
    }

    /// <summary>Moves the state on and computes the outputs.</summary>
    /// <param name="moments">The tensor's factored mean squares.</param>
    /// <param name="sliceLength">Coordinates of a slice; divides those of the tensor.</param>
    /// <param name="weights">Phi.</param>
    /// <param name="spans">What is read and written.</param>
    /// <param name="squares">(slice) Σ output²; overwritten.</param>
    public void Run(FactoredMoments<T> moments, int sliceLength, Celo2Weights<T> weights, in Celo2Spans<T> spans, Span<double> squares)
    {
        int count = spans.Update.Length;
        fixed (T* theta = spans.Theta, gradient = spans.Gradient, update = spans.Update)
        fixed (T* momentum = spans.State.Momentum, square = spans.State.Square)
        fixed (T* nextMomentum = spans.Next.Momentum, nextSquare = spans.Next.Square)
        {
            _matrix = Row(count) with
            {
                Count = count,
                Theta = theta,
                Gradient = gradient,
                Update = update,
                Momentum = momentum,
                Square = square,
                NextMomentum = nextMomentum,
                NextSquare = nextSquare,
                RowSums = _rowSum.Pointer(),
                ColumnSums = _squares.Pointer(),
                RowValues = _rowValues.Pointer(),
                ColumnValues = _values.Pointer(),
                Weights = _weights.Pointer(),
                Hidden = weights.Hidden,
                Sums = _sums.Pointer(),
                OutputSums = _sums.Pointer() + Celo2Features.OfCoordinate,
            };
            var first = new Celo2Moments<T>(_matrix, 0);
            LaneDispatch.Run<Celo2Moments<T>, T>(_compute.Lanes, ref first);
            moments.Move(_squares.Span[..count], spans.State, spans.Next);
            for (int slice = 0; slice < squares.Length; slice++)
                squares[slice] = RunSlice(moments, slice * sliceLength, sliceLength, weights);
        }
    }

    private double RunSlice(FactoredMoments<T> moments, int start, int length, Celo2Weights<T> weights)
    {
        Celo2Matrix<T> slice = _matrix with
        {
            Columns = length,
            PaddedColumns = Celo2Features.Padded<T>(length),
            Theta = _matrix.Theta + start,
            Gradient = _matrix.Gradient + start,
            Update = _matrix.Update + start,
            NextMomentum = _matrix.NextMomentum + start,
            NextSquare = _matrix.NextSquare + start,
        };
        int padded = slice.PaddedColumns, ofCoordinate = Celo2Features.OfCoordinate * Celo2Features.Hidden;
        moments.Gather(start, length, padded, _values.Span, _features.Span, _lineSums);
        T* lineWeights = slice.Weights + ofCoordinate;
        weights.ScaleLines(isRow: true, _lineSums.AsSpan(0, Celo2Features.OfLine), length, lineWeights);
        weights.ScaleLines(isRow: false, _lineSums.AsSpan(Celo2Features.OfLine), length,
            lineWeights + Celo2Features.OfLine * Celo2Features.Hidden);
        if (moments.Features < Celo2Features.All)
            new Span<T>(lineWeights, 2 * Celo2Features.OfLine * Celo2Features.Hidden).Clear();
        var hidden = new Celo2SliceHidden<T>(padded, _features.Pointer(), lineWeights, weights.Bias, slice.ColumnValues);
        LaneDispatch.Run<Celo2SliceHidden<T>, T>(_compute.Lanes, ref hidden);
        var sums = new Celo2Sums<T>(slice, 0, _ones.Pointer());
        LaneDispatch.Run<Celo2Sums<T>, T>(_compute.Lanes, ref sums);
        weights.ScaleCoordinates(_sums.Span, length, moments.Features, slice.Weights);
        var network = new Celo2Network<T>(slice, 0, _ones.Pointer());
        LaneDispatch.Run<Celo2Network<T>, T>(_compute.Lanes, ref network);
        return *slice.OutputSums;
    }

    private static Celo2Matrix<T> Row(int count) => new()
    {
        Rows = 1,
        Columns = count,
        PaddedColumns = Celo2Features.Padded<T>(count),
        RowsPerItem = 1,
    };
}
