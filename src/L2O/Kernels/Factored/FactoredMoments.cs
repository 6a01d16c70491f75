using System.Numerics;

namespace L2O.Kernels.Factored;

/// <summary>
/// The factored mean squares of a tensor whose coordinates find theirs by a table; of a vector one for each coordinate. Plain loops: for
/// narrow matrices and slices of convolutions. Allocates at its making only.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class FactoredMoments<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly FeatureForm _form;
    private readonly FactoredAxes? _axes;
    private readonly int _count;
    private readonly double[] _rowSums, _columnSums, _groupSums;
    private readonly T[] _rowFactors, _columnFactors; // (decay, line)
    private readonly T[] _rows, _columns, _rowRoots, _columnRoots; // (decay, line): mean squares, and one over their roots
    private readonly T[] _vectorFactors; // (decay, coordinate): of a vector's momentum, where it has lines

    /// <param name="form">What the network reads.</param>
    /// <param name="count">Coordinates of the tensor.</param>
    /// <param name="axes">Its rows and columns; null for a vector.</param>
    public FactoredMoments(FeatureForm form, int count, FactoredAxes? axes)
    {
        (_form, _count, _axes) = (form, count, axes);
        (_rowSums, _columnSums) = (new double[axes?.Rows ?? count], new double[axes?.Columns ?? 0]);
        _groupSums = new double[axes?.Groups ?? 0];
        (_rowFactors, _rows, _rowRoots) = (PerRow(), PerRow(), PerRow());
        (_columnFactors, _columns, _columnRoots) = (PerColumn(), PerColumn(), PerColumn());
        _vectorFactors = HasVectorLines ? PerRow() : [];
    }

    /// <summary>Features that there are: a vector may have none of lines.</summary>
    public int Features => _axes is null && !HasVectorLines ? _form.FirstOfLine : _form.Inputs;

    /// <summary>Whether each coordinate is row and column of its own.</summary>
    public bool HasVectorLines => _axes is null && _form.VectorEpsilon is not null;

    /// <summary>Moves the mean squares on.</summary>
    /// <param name="rates">How fast they follow.</param>
    /// <param name="squares">(coordinate) g².</param>
    /// <param name="state">The state before.</param>
    /// <param name="next">The state after.</param>
    public void Move(FeatureRates rates, ReadOnlySpan<T> squares, in FactoredStateSpans<T> state, in FactoredStateSpans<T> next)
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
        for (int decay = 0; decay < FeatureTable.Decays; decay++)
        {
            T rate = T.CreateTruncating(rates.Lines[decay]);
            Follow(_rowSums, _axes?.RowLength ?? 1, decay, rate, state.Rows, next.Rows, _rows, _rowRoots);
            Follow(_columnSums, _axes?.ColumnLength ?? 1, decay, rate, state.Columns, next.Columns, _columns, _columnRoots);
            FillFactors(decay);
        }
    }

    /// <summary>Writes what a coordinate reads: the features of its row and column, and the product of their factors.</summary>
    /// <param name="start">The first coordinate.</param>
    /// <param name="count">How many.</param>
    /// <param name="padded">Distance of features.</param>
    /// <param name="values">The products, as <see cref="FeatureForm.LineMemory"/> says.</param>
    /// <param name="features">(feature, padded coordinate), of the row first.</param>
    /// <param name="sums">(feature) Σ feature².</param>
    public void Gather(int start, int count, int padded, Span<T> values, Span<T> features, Span<double> sums)
    {
        sums.Clear();
        // What an earlier tensor left behind the end, perhaps NaN, must not get into sums over whole registers.
        for (int feature = 0; feature < 2 * FeatureTable.OfLine; feature++)
            features.Slice(feature * padded + count, padded - count).Clear();
        for (int decay = 0; decay < FeatureTable.Decays; decay++)
        {
            GatherFactors(decay, start, count, padded, values);
            if (Features < _form.Inputs)
                continue;
            int roots = decay + FeatureTable.Decays, columns = decay + FeatureTable.OfLine, columnRoots = columns + FeatureTable.Decays;
            sums[decay] = GatherRow(_rows, decay, start, count, features[(decay * padded)..]);
            sums[roots] = GatherRow(_rowRoots, decay, start, count, features[(roots * padded)..]);
            sums[columns] = GatherColumn(_columns, _rows, decay, start, count, features[(columns * padded)..]);
            sums[columnRoots] = GatherColumn(_columnRoots, _rowRoots, decay, start, count, features[(columnRoots * padded)..]);
        }
    }

    /// <summary>Replaces the sums of squares of a vector's momentum by its factors, which are not those of the gradient.</summary>
    /// <param name="momentum">(decay, coordinate) of the whole vector.</param>
    /// <param name="sums">(feature) Σ feature².</param>
    public void SumMomentum(ReadOnlySpan<T> momentum, Span<double> sums)
    {
        for (int decay = 0; decay < FeatureTable.Decays; decay++)
        {
            double sum = 0;
            for (int i = decay * _count; i < (decay + 1) * _count; i++)
            {
                double feature = double.CreateTruncating(momentum[i]) * double.CreateTruncating(_vectorFactors[i]);
                sum += feature * feature;
            }
            sums[FeatureTable.OfAllDecays + decay * FeatureTable.OfDecay + FeatureTable.OfDecay - 1] = sum;
        }
    }

    private void GatherFactors(int decay, int start, int count, int padded, Span<T> values)
    {
        ReadOnlySpan<T> rowFactors = Of(_rowFactors, _rowSums, decay), columnFactors = Of(_columnFactors, _columnSums, decay);
        int partials = FeatureTable.Partials<T>(), momentum = _form.LineValues - FeatureTable.Decays + decay;
        for (int i = 0; i < count; i++)
        {
            Span<T> own = values[_form.LineStart<T>(i)..];
            own[decay * partials] = _axes is null ? rowFactors[start + i]
                : rowFactors[_axes.RowOf[start + i]] * columnFactors[_axes.ColumnOf[start + i]];
            if (HasVectorLines)
                own[momentum * partials] = _vectorFactors[decay * _count + start + i];
        }
        for (int i = count; i < padded; i++)
        {
            Span<T> own = values[_form.LineStart<T>(i)..];
            own[decay * partials] = T.Zero;
            if (HasVectorLines)
                own[momentum * partials] = T.Zero;
        }
    }

    private double GatherRow(T[] rows, int decay, int start, int count, Span<T> feature) =>
        Gather(Of(rows, _rowSums, decay), _axes is null ? [] : _axes.RowOf.Slice(start, count), start, feature[..count]);

    private double GatherColumn(T[] columns, T[] rows, int decay, int start, int count, Span<T> feature) => _axes is null
        ? GatherRow(rows, decay, start, count, feature)
        : Gather(Of(columns, _columnSums, decay), _axes.ColumnOf.Slice(start, count), start, feature[..count]);

    private static double Gather(ReadOnlySpan<T> lines, ReadOnlySpan<int> lineOf, int start, Span<T> feature)
    {
        double sum = 0;
        for (int i = 0; i < feature.Length; i++)
        {
            T value = lines[lineOf.IsEmpty ? start + i : lineOf[i]];
            feature[i] = value;
            sum += double.CreateTruncating(value) * double.CreateTruncating(value);
        }
        return sum;
    }

    private static void Follow(double[] sums, int length, int decay, T rate, ReadOnlySpan<T> state, Span<T> next, T[] means, T[] roots)
    {
        for (int line = 0; line < sums.Length; line++)
        {
            int at = decay * sums.Length + line;
            T mean = T.CreateTruncating(sums[line] / length + FeatureTable.SquareEpsilon);
            mean = state[at] + rate * (mean - state[at]);
            (next[at], means[at]) = (mean, mean);
            roots[at] = T.CreateTruncating(1 / Math.Sqrt(double.CreateTruncating(mean) + FeatureTable.LineEpsilon));
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
            rows[row] = Factor(_axes is null ? mean + FeatureTable.FactorEpsilon
                : mean / (_groupSums[_axes.GroupOf[row]] / _axes.ColumnLength + FeatureTable.FactorEpsilon));
            if (HasVectorLines)
                _vectorFactors[decay * _count + row] = T.CreateTruncating(1 / Math.Sqrt(mean + _form.VectorEpsilon!.Value));
        }
        for (int column = 0; column < columns.Length; column++)
            columns[column] = Factor(double.CreateTruncating(columnMeans[column]));
    }

    private static T Factor(double value) => T.CreateTruncating(1 / Math.Sqrt(Math.Max(value, FeatureTable.FactorEpsilon)));

    private static Span<T> Of(T[] values, double[] lines, int decay) => values.AsSpan(decay * lines.Length, lines.Length);

    private T[] PerRow() => new T[FeatureTable.Decays * _rowSums.Length];

    private T[] PerColumn() => new T[FeatureTable.Decays * _columnSums.Length];
}
