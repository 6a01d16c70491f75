using System.Numerics;
using L2O.Kernels.Lanes;
using L2O.Numerics;

namespace L2O.Kernels.Factored;

/// <summary>
/// A network's output for tensors that are no matrices with long rows: narrow matrices, convolutions whose slices over the last two
/// dimensions are normalized each by itself, and vectors. A slice is one long row to the kernels; what belongs to lines is gathered for
/// each coordinate. Allocates at its making only.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed unsafe class SliceStep<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Compute _compute;
    private readonly AlignedBuffer<T> _squares, _values, _features;
    private readonly AlignedBuffer<T> _weights;
    private readonly AlignedBuffer<T> _ones = new(FeatureTable.Partials<T>());
    private readonly AlignedBuffer<T> _rowValues; // factors of 1, and nothing for the first layer
    private readonly AlignedBuffer<T> _rowSum = new(1);
    private readonly AlignedBuffer<double> _sums = new(FeatureTable.OfCoordinate + 1);
    private readonly double[] _lineSums = new double[2 * FeatureTable.OfLine];
    private readonly FeatureForm _form;
    private readonly INetworkPass<T> _network;
    private FactoredMatrix<T> _matrix; // the tensor as one row

    /// <param name="compute">Lanes.</param>
    /// <param name="form">What the network reads.</param>
    /// <param name="network">The network.</param>
    /// <param name="largestTensor">Most coordinates of a tensor to come.</param>
    /// <param name="largestSlice">Most coordinates of a slice to come.</param>
    public SliceStep(Compute compute, FeatureForm form, INetworkPass<T> network, int largestTensor, int largestSlice)
    {
        (_compute, _form, _network) = (compute, form, network);
        _weights = new(FeatureTable.All * form.Hidden);
        _rowValues = new(form.LineMemory<T>(1));
        int padded = FeatureTable.Padded<T>(largestSlice);
        _squares = new(FeatureTable.Padded<T>(largestTensor));
        _values = new(form.LineMemory<T>(largestSlice));
        _features = new(checked(2 * FeatureTable.OfLine * padded));
        _ones.Span.Fill(T.One);
        int factors = FeatureTable.Decays * FeatureTable.Partials<T>();
        _rowValues.Span[..factors].Fill(T.One);
        if (form.VectorEpsilon is not null)
            _rowValues.Span[^factors..].Fill(T.One);
    }

    /// <summary>Moves the state on and computes the outputs.</summary>
    /// <param name="moments">The tensor's factored mean squares.</param>
    /// <param name="sliceLength">Coordinates of a slice; divides those of the tensor.</param>
    /// <param name="weights">Phi.</param>
    /// <param name="spans">What is read and written.</param>
    /// <param name="squares">(slice) Σ output²; overwritten.</param>
    public void Run(FactoredMoments<T> moments, int sliceLength, FeatureWeights<T> weights, in FactoredSpans<T> spans, Span<double> squares)
    {
        int count = spans.Theta.Length;
        fixed (T* theta = spans.Theta, gradient = spans.Gradient, update = spans.Update, target = spans.Target)
        fixed (T* momentum = spans.State.Momentum, square = spans.State.Square)
        fixed (T* nextMomentum = spans.Next.Momentum, nextSquare = spans.Next.Square)
        {
            _matrix = Row(count) with
            {
                Form = _form,
                Rates = weights.Rates,
                Count = count,
                Theta = theta,
                Gradient = gradient,
                Update = update,
                Target = target,
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
                OutputSums = _sums.Pointer() + FeatureTable.OfCoordinate,
            };
            var first = new MomentPass<T>(_matrix, 0, _ones.Pointer());
            LaneDispatch.Run<MomentPass<T>, T>(_compute.Lanes, ref first);
            moments.Move(weights.Rates, _squares.Span[..count], spans.State, spans.Next);
            for (int slice = 0; slice < squares.Length; slice++)
                squares[slice] = RunSlice(moments, slice * sliceLength, sliceLength, weights);
        }
    }

    private double RunSlice(FactoredMoments<T> moments, int start, int length, FeatureWeights<T> weights)
    {
        FactoredMatrix<T> slice = _matrix with
        {
            Columns = length,
            PaddedColumns = FeatureTable.Padded<T>(length),
            Theta = _matrix.Theta + start,
            Gradient = _matrix.Gradient + start,
            Update = _matrix.Update + start,
            Target = _matrix.Target is null ? null : _matrix.Target + start,
            NextMomentum = _matrix.NextMomentum + start,
            NextSquare = _matrix.NextSquare + start,
        };
        int padded = slice.PaddedColumns, ofCoordinate = FeatureTable.OfCoordinate * _form.Hidden;
        moments.Gather(start, length, padded, _values.Span, _features.Span, _lineSums);
        T* lineWeights = slice.Weights + ofCoordinate;
        weights.ScaleLines(isRow: true, _lineSums.AsSpan(0, FeatureTable.OfLine), length, lineWeights);
        weights.ScaleLines(isRow: false, _lineSums.AsSpan(FeatureTable.OfLine), length,
            lineWeights + FeatureTable.OfLine * _form.Hidden);
        if (moments.Features < _form.Inputs)
            new Span<T>(lineWeights, 2 * FeatureTable.OfLine * _form.Hidden).Clear();
        var hidden = new SliceHidden<T>(_form, padded, _features.Pointer(), lineWeights, weights.Bias, slice.ColumnValues);
        LaneDispatch.Run<SliceHidden<T>, T>(_compute.Lanes, ref hidden);
        var sums = new SumPass<T>(slice, 0, _ones.Pointer());
        LaneDispatch.Run<SumPass<T>, T>(_compute.Lanes, ref sums);
        if (moments.HasVectorLines)
        {
            moments.SumMomentum(new ReadOnlySpan<T>(slice.NextMomentum, FeatureTable.Decays * length), _sums.Span);
            slice.MomentumFactors = _form.LineValues - FeatureTable.Decays;
        }
        weights.ScaleCoordinates(_sums.Span, length, moments.Features, slice.Weights);
        _network.Run(_compute, slice, 0, (nint)_ones.Pointer());
        return *slice.OutputSums;
    }

    private static FactoredMatrix<T> Row(int count) => new()
    {
        Rows = 1,
        Columns = count,
        PaddedColumns = FeatureTable.Padded<T>(count),
        RowsPerItem = 1,
    };
}
