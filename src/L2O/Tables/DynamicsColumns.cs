using L2O.Dynamics;

namespace L2O.Tables;

/// <summary>The numbers of one measure and target as columns; positions and intervals take room only where there are some.</summary>
internal sealed class DynamicsColumns
{
    private const int FirstCapacity = 16;

    private int[] _cells = new int[FirstCapacity];
    private int[] _iterations = new int[FirstCapacity];
    private double[] _values = new double[FirstCapacity];
    private double[]? _positions, _lows, _highs;

    /// <summary>Number of rows.</summary>
    internal int Count { get; private set; }

    /// <summary>Appends a row.</summary>
    /// <param name="cell">The place of its run.</param>
    /// <param name="measurement">Its numbers.</param>
    internal void Add(int cell, in Measurement measurement)
    {
        if (Count == _values.Length)
            Grow();
        (_cells[Count], _iterations[Count], _values[Count]) = (cell, measurement.Iteration, measurement.Value);
        Set(ref _positions, measurement.Position);
        Set(ref _lows, measurement.Low);
        Set(ref _highs, measurement.High);
        Count++;
    }

    /// <summary>The place of a row's run.</summary>
    internal int CellAt(int row) => _cells[row];

    /// <summary>A row's numbers.</summary>
    internal Measurement At(int row, string measure, string target) => new(_iterations[row], target, measure, _values[row],
        _positions?[row] ?? double.NaN, _lows?[row] ?? double.NaN, _highs?[row] ?? double.NaN);

    private void Set(ref double[]? column, double value)
    {
        if (column is null && double.IsNaN(value))
            return;
        if (column is null)
        {
            column = new double[_values.Length];
            Array.Fill(column, double.NaN);
        }
        column[Count] = value;
    }

    private void Grow()
    {
        int capacity = 2 * _values.Length;
        Array.Resize(ref _cells, capacity);
        Array.Resize(ref _iterations, capacity);
        Array.Resize(ref _values, capacity);
        Widen(ref _positions, capacity);
        Widen(ref _lows, capacity);
        Widen(ref _highs, capacity);
    }

    private void Widen(ref double[]? column, int capacity)
    {
        if (column is null)
            return;
        Array.Resize(ref column, capacity);
        Array.Fill(column, double.NaN, Count, capacity - Count);
    }
}
