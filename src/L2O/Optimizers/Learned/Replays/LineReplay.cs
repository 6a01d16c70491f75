using System.Numerics;
using L2O.Kernels.Factored;
using L2O.Optimizers.Learned.Factored;

namespace L2O.Optimizers.Learned.Replays;

/// <summary>The factored mean squares of one tensor, with their derivatives by their rates.</summary>
internal sealed class LineReplay
{
    private readonly FeatureForm _form;
    private readonly FactoredAxes? _axes; // null of a vector
    private readonly bool _isTurned; // the state has what are rows here as columns
    private readonly FollowedMean[] _rows, _columns; // (decay)
    private readonly double[] _rowSquares, _columnSquares;
    private readonly ReplayedNumber[] _groups; // (decay, group) means over its rows

    /// <param name="form">What the network reads.</param>
    /// <param name="tensor">What the tensor is.</param>
    /// <param name="count">Its coordinates.</param>
    public LineReplay(FeatureForm form, FactoredTensor tensor, int count)
    {
        _form = form;
        _axes = tensor.Shape.IsEmpty ? null : new FactoredAxes(tensor.Shape, form.TurnsTies);
        _isTurned = tensor.HasLongRows && _axes!.Longest == 0;
        (_rowSquares, _columnSquares) = (new double[_axes?.Rows ?? count], new double[_axes?.Columns ?? 0]);
        _rows = [.. Enumerable.Range(0, FeatureTable.Decays).Select(_ => new FollowedMean(_rowSquares.Length))];
        _columns = [.. Enumerable.Range(0, FeatureTable.Decays).Select(_ => new FollowedMean(_columnSquares.Length))];
        _groups = new ReplayedNumber[FeatureTable.Decays * (_axes?.Groups ?? 0)];
    }

    /// <summary>Whether lines are features.</summary>
    public bool HasFeatures => _axes is not null || _form.VectorEpsilon is not null;

    /// <summary>Begins at a state.</summary>
    public void Load<T>(in FactoredStateSpans<T> state) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> rows = _isTurned ? state.Columns : state.Rows, columns = _isTurned ? state.Rows : state.Columns;
        for (int decay = 0; decay < FeatureTable.Decays; decay++)
        {
            _rows[decay].Load(rows.Slice(decay * _rowSquares.Length, _rowSquares.Length));
            _columns[decay].Load(columns.Slice(decay * _columnSquares.Length, _columnSquares.Length));
        }
    }

    /// <summary>One step.</summary>
    /// <param name="rates">Of the means.</param>
    /// <param name="gradient">(coordinate).</param>
    public void Step(FeatureRates rates, ReadOnlySpan<double> gradient)
    {
        Array.Clear(_rowSquares);
        Array.Clear(_columnSquares);
        for (int i = 0; i < gradient.Length; i++)
        {
            double square = gradient[i] * gradient[i];
            _rowSquares[RowOf(i)] += square;
            if (_axes is not null)
                _columnSquares[_axes.ColumnOf[i]] += square;
        }
        Array.Clear(_groups);
        for (int decay = 0; decay < FeatureTable.Decays; decay++)
        {
            Follow(_rows[decay], _rowSquares, _axes?.RowLength ?? 1, rates.Lines[decay]);
            Follow(_columns[decay], _columnSquares, _axes?.ColumnLength ?? 1, rates.Lines[decay]);
            AddGroups(decay);
        }
    }

    /// <summary>What a coordinate reads.</summary>
    public LineValue Of(int decay, int i)
    {
        ReplayedNumber row = _rows[decay][RowOf(i)];
        if (_axes is null)
            return new LineValue(row, row, row.Plus(FeatureTable.FactorEpsilon).InverseRootOfAtLeast(FeatureTable.FactorEpsilon),
                row.InverseRoot(_form.VectorEpsilon ?? 1));
        ReplayedNumber column = _columns[decay][_axes.ColumnOf[i]];
        ReplayedNumber group = _groups[decay * _axes.Groups + _axes.GroupOf[_axes.RowOf[i]]];
        ReplayedNumber factor = (row / group.Plus(FeatureTable.FactorEpsilon)).InverseRootOfAtLeast(FeatureTable.FactorEpsilon)
            * column.InverseRootOfAtLeast(FeatureTable.FactorEpsilon);
        return new LineValue(row, column, factor, factor);
    }

    private int RowOf(int i) => _axes is null ? i : _axes.RowOf[i];

    private static void Follow(FollowedMean means, double[] squares, int length, double rate)
    {
        for (int line = 0; line < squares.Length; line++)
            means.Follow(line, squares[line] / length + FeatureTable.SquareEpsilon, rate);
    }

    private void AddGroups(int decay)
    {
        for (int row = 0; _axes is not null && row < _rowSquares.Length; row++)
        {
            ref ReplayedNumber group = ref _groups[decay * _axes.Groups + _axes.GroupOf[row]];
            ReplayedNumber mean = _rows[decay][row];
            group = new ReplayedNumber(group.Value + mean.Value / _axes.ColumnLength, group.Tangent + mean.Tangent / _axes.ColumnLength);
        }
    }
}
