using System.Numerics;
using System.Numerics.Tensors;
using L2O.Kernels.Lanes;
using L2O.Numerics;

namespace L2O.Kernels.Celo2;

/// <summary>
/// The network's output for a matrix whose rows are long enough for registers. Three passes over the coordinates, shared out in blocks of
/// rows that depend on the shape alone; between them what belongs to rows and columns. Allocates at its making only.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed unsafe class Celo2LineStep<T> : IParallelWork where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>About this many coordinates make an item: 20 µs.</summary>
    private const int CoordinatesPerItem = 8192;

    private readonly Compute _compute;
    private readonly AlignedBuffer<T> _rowSums, _columnSums, _rowValues, _columnValues;
    private readonly AlignedBuffer<T> _weights = new((Celo2Features.OfCoordinate + Celo2Features.OfLine) * Celo2Features.Hidden);
    private readonly AlignedBuffer<T> _ones = new(Celo2Features.Partials<T>());
    private readonly AlignedBuffer<T> _zeros = new(Celo2Features.Hidden);
    private readonly AlignedBuffer<T> _parts = new(Celo2Features.Decays);
    private readonly AlignedBuffer<double> _sums, _outputSums, _lineSums = new(3 * Celo2Features.Decays);
    private Celo2Matrix<T> _matrix;
    private Pass _pass;

    /// <param name="compute">Lanes and threads.</param>
    /// <param name="shapes">Rows and columns of the matrices to come.</param>
    public Celo2LineStep(Compute compute, IReadOnlyCollection<(int Rows, int Columns)> shapes)
    {
        _compute = compute;
        int rows = 0, columns = 0, items = 0, itemColumns = 0;
        foreach ((int Rows, int Columns) shape in shapes)
        {
            var matrix = Shape(shape.Rows, shape.Columns);
            (rows, columns) = (Math.Max(rows, matrix.Rows), Math.Max(columns, matrix.Columns));
            (items, itemColumns) = (Math.Max(items, matrix.Items), Math.Max(itemColumns, checked(matrix.Items * matrix.PaddedColumns)));
        }
        (_rowSums, _columnSums) = (new(rows), new(itemColumns));
        (_rowValues, _columnValues) = (new(Celo2Features.LineMemory<T>(rows)), new(Celo2Features.LineMemory<T>(columns)));
        (_sums, _outputSums) = (new(checked(items * Celo2Features.OfCoordinate)), new(items));
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
    public double Run(int rows, int columns, Celo2Weights<T> weights, in Celo2Spans<T> spans)
    {
        fixed (T* theta = spans.Theta, gradient = spans.Gradient, update = spans.Update)
        fixed (T* momentum = spans.State.Momentum, square = spans.State.Square)
        fixed (T* nextMomentum = spans.Next.Momentum, nextSquare = spans.Next.Square)
        {
            _matrix = Shape(rows, columns) with
            {
                Theta = theta,
                Gradient = gradient,
                Update = update,
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
            bool rowsAreRows = rows <= columns; // what the moments call rows are the lines of the longest dimension
            Lines(weights, rowsAreRows, rows, columns, _matrix.RowSums, spans.State.Rows, spans.Next.Rows, _matrix.RowValues,
                _zeros.Pointer());
            Lines(weights, !rowsAreRows, columns, rows, _matrix.ColumnSums, spans.State.Columns, spans.Next.Columns,
                _matrix.ColumnValues, weights.Bias);
            Go(Pass.Sums);
            AddItems(_sums.Span, Celo2Features.OfCoordinate);
            weights.ScaleCoordinates(_sums.Span, rows * columns, Celo2Features.All, _matrix.Weights);
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
                var moments = new Celo2Moments<T>(_matrix, item);
                LaneDispatch.Run<Celo2Moments<T>, T>(_compute.Lanes, ref moments);
                break;
            case Pass.Sums:
                var sums = new Celo2Sums<T>(_matrix, item, _ones.Pointer());
                LaneDispatch.Run<Celo2Sums<T>, T>(_compute.Lanes, ref sums);
                break;
            default:
                var network = new Celo2Network<T>(_matrix, item, _ones.Pointer());
                LaneDispatch.Run<Celo2Network<T>, T>(_compute.Lanes, ref network);
                break;
        }
    }

    private static Celo2Matrix<T> Shape(int rows, int columns) => new()
    {
        Rows = rows,
        Columns = columns,
        PaddedColumns = Celo2Features.Padded<T>(columns),
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
    private void Lines(Celo2Weights<T> weights, bool isRow, int count, int across, T* squares, ReadOnlySpan<T> state, Span<T> next,
        T* values, T* start)
    {
        fixed (T* means = state, moved = next)
        {
            var moments = new Celo2LineMoments<T>(count, across, squares, means, moved, _ones.Pointer(), _lineSums.Pointer());
            LaneDispatch.Run<Celo2LineMoments<T>, T>(_compute.Lanes, ref moments);
            Span<double> sums = _lineSums.Span;
            for (int decay = 0; decay < Celo2Features.Decays; decay++)
                _parts.Span[decay] = T.CreateTruncating(isRow ? 1 / (sums[decay] / count + Celo2Features.FactorEpsilon) : 1);
            T* lineWeights = _weights.Pointer() + Celo2Features.OfCoordinate * Celo2Features.Hidden;
            weights.ScaleLines(isRow, sums[Celo2Features.Decays..], count, lineWeights);
            var own = new Celo2LineFactors<T>(count, moved, _parts.Pointer(), lineWeights, start, values);
            LaneDispatch.Run<Celo2LineFactors<T>, T>(_compute.Lanes, ref own);
        }
    }
}
