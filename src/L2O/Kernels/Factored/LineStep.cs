using System.Numerics;
using System.Numerics.Tensors;
using L2O.Kernels.Lanes;
using L2O.Numerics;

namespace L2O.Kernels.Factored;

/// <summary>
/// A network's output for a matrix whose rows are long enough for registers. Three passes over the coordinates, shared out in blocks of
/// rows that depend on the shape alone; between them what belongs to rows and columns. Allocates at its making only.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed unsafe class LineStep<T> : IParallelWork where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>About this many coordinates make an item: 20 µs.</summary>
    private const int CoordinatesPerItem = 8192;

    private readonly Compute _compute;
    private readonly AlignedBuffer<T> _rowSums, _columnSums, _rowValues, _columnValues;
    private readonly AlignedBuffer<T> _weights;
    private readonly AlignedBuffer<T> _ones = new(FeatureTable.Partials<T>());
    private readonly AlignedBuffer<T> _zeros;
    private readonly AlignedBuffer<T> _parts = new(FeatureTable.Decays);
    private readonly AlignedBuffer<double> _sums, _outputSums, _lineSums = new(3 * FeatureTable.Decays);
    private readonly FeatureForm _form;
    private readonly INetworkPass<T> _network;
    private FactoredMatrix<T> _matrix;
    private Pass _pass;

    /// <param name="compute">Lanes and threads.</param>
    /// <param name="form">What the network reads.</param>
    /// <param name="network">The network.</param>
    /// <param name="shapes">Rows and columns of the matrices to come.</param>
    public LineStep(Compute compute, FeatureForm form, INetworkPass<T> network, IReadOnlyCollection<(int Rows, int Columns)> shapes)
    {
        (_compute, _form, _network) = (compute, form, network);
        _weights = new((FeatureTable.OfCoordinate + FeatureTable.OfLine) * form.Hidden);
        _zeros = new(form.Hidden);
        int rows = 0, columns = 0, items = 0, itemColumns = 0;
        foreach ((int Rows, int Columns) shape in shapes)
        {
            var matrix = Shape(shape.Rows, shape.Columns);
            (rows, columns) = (Math.Max(rows, matrix.Rows), Math.Max(columns, matrix.Columns));
            (items, itemColumns) = (Math.Max(items, matrix.Items), Math.Max(itemColumns, checked(matrix.Items * matrix.PaddedColumns)));
        }
        (_rowSums, _columnSums) = (new(rows), new(itemColumns));
        (_rowValues, _columnValues) = (new(form.LineMemory<T>(rows)), new(form.LineMemory<T>(columns)));
        (_sums, _outputSums) = (new(checked(items * FeatureTable.OfCoordinate)), new(items));
        _ones.Span.Fill(T.One);
    }

    private enum Pass
    {
        Moments,
        Sums,
        Network,
    }

    /// <summary>Moves the state on and computes the outputs.</summary>
    /// <param name="rows">Rows of the matrix.</param>
    /// <param name="columns">Columns of the matrix.</param>
    /// <param name="weights">Phi.</param>
    /// <param name="spans">What is read and written.</param>
    /// <returns>Σ output².</returns>
    public double Run(int rows, int columns, FeatureWeights<T> weights, in FactoredSpans<T> spans)
    {
        fixed (T* theta = spans.Theta, gradient = spans.Gradient, update = spans.Update, target = spans.Target)
        fixed (T* momentum = spans.State.Momentum, square = spans.State.Square)
        fixed (T* nextMomentum = spans.Next.Momentum, nextSquare = spans.Next.Square)
        {
            _matrix = Shape(rows, columns) with
            {
                Form = _form,
                Rates = weights.Rates,
                Theta = theta,
                Gradient = gradient,
                Update = update,
                Target = target,
                Momentum = momentum,
                Square = square,
                NextMomentum = nextMomentum,
                NextSquare = nextSquare,
                RowSums = _rowSums.Pointer(),
                ColumnSums = _columnSums.Pointer(),
                RowValues = _rowValues.Pointer(),
                ColumnValues = _columnValues.Pointer(),
                Weights = _weights.Pointer(),
                Hidden = weights.Hidden,
                Sums = _sums.Pointer(),
                OutputSums = _outputSums.Pointer(),
            };
            Go(Pass.Moments);
            AddItems(_columnSums.Span, _matrix.PaddedColumns);
            // What the moments call rows are the lines of the longest dimension.
            bool rowsAreRows = rows < columns || (rows == columns && !_form.TurnsTies);
            Lines(weights, rowsAreRows, rows, columns, _matrix.RowSums, spans.State.Rows, spans.Next.Rows, _matrix.RowValues,
                _zeros.Pointer());
            Lines(weights, !rowsAreRows, columns, rows, _matrix.ColumnSums, spans.State.Columns, spans.Next.Columns,
                _matrix.ColumnValues, weights.Bias);
            Go(Pass.Sums);
            AddItems(_sums.Span, FeatureTable.OfCoordinate);
            weights.ScaleCoordinates(_sums.Span, rows * columns, FeatureTable.All, _matrix.Weights);
            Go(Pass.Network);
            AddItems(_outputSums.Span, 1);
            return _outputSums.Span[0];
        }
    }

    void IParallelWork.Execute(int item, int worker)
    {
        switch (_pass)
        {
            case Pass.Moments:
                var moments = new MomentPass<T>(_matrix, item, _ones.Pointer());
                LaneDispatch.Run<MomentPass<T>, T>(_compute.Lanes, ref moments);
                break;
            case Pass.Sums:
                // Backwards: what the pass before read last is still in a cache.
                var sums = new FactorSumPass<T>(_matrix, _matrix.Items - 1 - item);
                LaneDispatch.Run<FactorSumPass<T>, T>(_compute.Lanes, ref sums);
                break;
            default:
                _network.Run(_compute, _matrix, item, (nint)_ones.Pointer());
                break;
        }
    }

    private static FactoredMatrix<T> Shape(int rows, int columns) => new()
    {
        Rows = rows,
        Columns = columns,
        PaddedColumns = FeatureTable.Padded<T>(columns),
        RowsPerItem = Math.Max(1, CoordinatesPerItem / columns),
        Count = (nint)rows * columns,
    };

    private void Go(Pass pass)
    {
        _pass = pass;
        _compute.ForEach(this, _matrix.Items);
    }

    /// <summary>Adds the values of all items to those of the first, in their order.</summary>
    private void AddItems<TValue>(Span<TValue> values, int length) where TValue : unmanaged, IAdditionOperators<TValue, TValue, TValue>,
        IAdditiveIdentity<TValue, TValue>
    {
        for (int item = 1; item < _matrix.Items; item++)
            TensorPrimitives.Add(values[..length], values.Slice(item * length, length), values[..length]);
    }

    /// <summary>What belongs to rows, or to columns: mean squares, factors, and their share of the first layer.</summary>
    private void Lines(FeatureWeights<T> weights, bool isRow, int count, int across, T* squares, ReadOnlySpan<T> state, Span<T> next,
        T* values, T* start)
    {
        fixed (T* means = state, moved = next)
        {
            var moments = new LineMoments<T>(count, across, weights.Rates.Lines, squares, means, moved, _ones.Pointer(),
                _lineSums.Pointer());
            LaneDispatch.Run<LineMoments<T>, T>(_compute.Lanes, ref moments);
            Span<double> sums = _lineSums.Span;
            for (int decay = 0; decay < FeatureTable.Decays; decay++)
                _parts.Span[decay] = T.CreateTruncating(isRow ? 1 / (sums[decay] / count + FeatureTable.FactorEpsilon) : 1);
            T* lineWeights = _weights.Pointer() + FeatureTable.OfCoordinate * _form.Hidden;
            weights.ScaleLines(isRow, sums[FeatureTable.Decays..], count, lineWeights);
            var own = new LineFactors<T>(_form, count, moved, _parts.Pointer(), lineWeights, start, values);
            LaneDispatch.Run<LineFactors<T>, T>(_compute.Lanes, ref own);
        }
    }
}
