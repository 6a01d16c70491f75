using System.Numerics;

namespace L2O.Kernels.Celo2;

/// <summary>
/// The factored mean squares of a tensor whose coordinates find theirs by a table; of a vector one for each coordinate. Plain loops: for
/// narrow matrices and slices of convolutions. Allocates at its making only.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class FactoredMoments<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly FactoredAxes? _axes;
    private readonly int _count;
    private readonly double[] _rowSums, _columnSums, _groupSums;
    private readonly T[] _rowFactors, _columnFactors; // (decay, line)
    private readonly T[] _rows, _columns, _rowRoots, _columnRoots; // (decay, line): mean squares, and one over their roots

    /// <param name="count">Coordinates of the tensor.</param>
    /// <param name="axes">Its rows and columns; null for a vector.</param>
    public FactoredMoments(int count, FactoredAxes? axes)
    {
        (_count, _axes) = (count, axes);
        (_rowSums, _columnSums) = (new double[axes?.Rows ?? count], new double[axes?.Columns ?? 0]);
        _groupSums = new double[axes?.Groups ?? 0];
        (_rowFactors, _rows, _rowRoots) = (PerRow(), PerRow(), PerRow());
        (_columnFactors, _columns, _columnRoots) = (PerColumn(), PerColumn(), PerColumn());
    }

    /// <summary>Features that there are: a vector has none of lines.</summary>
    public int Features => _axes is null ? Celo2Features.FirstOfLine : Celo2Features.All;

    /// <summary>Moves the mean squares on.</summary>
    /// <param name="squares">(coordinate) g².</param>
    /// <param name="state">The state before.</param>
    /// <param name="next">The state after.</param>
    public void Move(ReadOnlySpan<T> squares, in Celo2StateSpans<T> state, in Celo2StateSpans<T> next)
    {
        Array.Clear(_rowSums);
        Array.Clear(_columnSums);
        for (int i = 0; i < _count; i++)
        {
            double square = double.CreateTruncating(squares[i]);
            _rowSums[_axes is null ? i : _axes.RowOf[i]] += square;
            if (_axes is not null)
                _columnSums[_axes.ColumnOf[i]] += square;
        }
        for (int decay = 0; decay < Celo2Features.Decays; decay++)
        {
            Follow(_rowSums, _axes?.RowLength ?? 1, decay, state.Rows, next.Rows, _rows, _rowRoots);
            Follow(_columnSums, _axes?.ColumnLength ?? 1, decay, state.Columns, next.Columns, _columns, _columnRoots);
            FillFactors(decay);
        }
    }

    /// <summary>Writes what a coordinate reads: the features of its row and column, and the product of their factors.</summary>
    /// <param name="start">The first coordinate.</param>
    /// <param name="count">How many.</param>
    /// <param name="padded">Distance of features.</param>
    /// <param name="values">The products, as <see cref="Celo2Features.LineMemory"/> says.</param>
    /// <param name="features">(feature, padded coordinate), of the row first.</param>
    /// <param name="sums">(feature) Σ feature².</param>
    public void Gather(int start, int count, int padded, Span<T> values, Span<T> features, Span<double> sums)
    {
        sums.Clear();
        for (int decay = 0; decay < Celo2Features.Decays; decay++)
        {
            ReadOnlySpan<T> rowFactors = Of(_rowFactors, _rowSums, decay), columnFactors = Of(_columnFactors, _columnSums, decay);
            for (int i = 0; i < count; i++)
                values[Celo2Features.LineStart<T>(i) + decay * Celo2Features.Partials<T>()] = _axes is null ? rowFactors[start + i]
                    : rowFactors[_axes.RowOf[start + i]] * columnFactors[_axes.ColumnOf[start + i]];
            if (_axes is null)
                continue;
            int roots = decay + Celo2Features.Decays, columns = decay + Celo2Features.OfLine, columnRoots = columns + Celo2Features.Decays;
            ReadOnlySpan<int> rowOf = _axes.RowOf.Slice(start, count), columnOf = _axes.ColumnOf.Slice(start, count);
            sums[decay] = Gather(Of(_rows, _rowSums, decay), rowOf, features[(decay * padded)..]);
            sums[roots] = Gather(Of(_rowRoots, _rowSums, decay), rowOf, features[(roots * padded)..]);
            sums[columns] = Gather(Of(_columns, _columnSums, decay), columnOf, features[(columns * padded)..]);
            sums[columnRoots] = Gather(Of(_columnRoots, _columnSums, decay), columnOf, features[(columnRoots * padded)..]);
        }
    }

    private static double Gather(ReadOnlySpan<T> lines, ReadOnlySpan<int> lineOf, Span<T> feature)
    {
        double sum = 0;
        for (int i = 0; i < lineOf.Length; i++)
        {
            T value = lines[lineOf[i]];
            feature[i] = value;
            sum += double.CreateTruncating(value) * double.CreateTruncating(value);
        }
        return sum;
    }

    private static void Follow(double[] sums, int length, int decay, ReadOnlySpan<T> state, Span<T> next, T[] means, T[] roots)
    {
        T rate = T.CreateTruncating(Celo2Features.Rate(decay));
        for (int line = 0; line < sums.Length; line++)
        {
            int at = decay * sums.Length + line;
            T mean = T.CreateTruncating(sums[line] / length + Celo2Features.SquareEpsilon);
            mean = state[at] + rate * (mean - state[at]);
            (next[at], means[at]) = (mean, mean);
            roots[at] = T.CreateTruncating(1 / Math.Sqrt(double.CreateTruncating(mean) + Celo2Features.RootEpsilon));
        }
    }

    private void FillFactors(int decay)
    {
        Span<T> rows = Of(_rowFactors, _rowSums, decay), columns = Of(_columnFactors, _columnSums, decay);
        ReadOnlySpan<T> rowMeans = Of(_rows, _rowSums, decay), columnMeans = Of(_columns, _columnSums, decay);
        Array.Clear(_groupSums);
        for (int row = 0; row < rows.Length && _axes is not null; row++)
            _groupSums[_axes.GroupOf[row]] += double.CreateTruncating(rowMeans[row]);
        for (int row = 0; row < rows.Length; row++)
        {
            double mean = double.CreateTruncating(rowMeans[row]);
            rows[row] = Factor(_axes is null ? mean + Celo2Features.FactorEpsilon
                : mean / (_groupSums[_axes.GroupOf[row]] / _axes.ColumnLength + Celo2Features.FactorEpsilon));
        }
        for (int column = 0; column < columns.Length; column++)
            columns[column] = Factor(double.CreateTruncating(columnMeans[column]));
    }

    private static T Factor(double value) => T.CreateTruncating(1 / Math.Sqrt(Math.Max(value, Celo2Features.FactorEpsilon)));

    private static Span<T> Of(T[] values, double[] lines, int decay) => values.AsSpan(decay * lines.Length, lines.Length);

    private T[] PerRow() => new T[Celo2Features.Decays * _rowSums.Length];

    private T[] PerColumn() => new T[Celo2Features.Decays * _columnSums.Length];
}
