using System.Numerics;
using System.Numerics.Tensors;
using L2O.Numerics;
using L2O.Optimizees.Symmetry;

namespace L2O.Dynamics.Symmetry;

/// <summary>
/// How far a vector leaves the directions that one symmetry allows, for all of its units in one pass. With the sums over a unit's
/// coordinates and the sign s (1 in front, -1 behind): D_i = Σ s·θ·v for rescale and scale symmetries, D_i = Σ v for a column of a
/// translation symmetry. D_i is the inner product of v with the direction ξ_i = s·θ (or all ones) along which the symmetry moves theta, so
/// |D_i| is at most ‖ξ_i‖·‖v_i‖, and the normalized deviation |D_i|/(‖ξ_i‖·‖v_i‖), the absolute cosine between the two, lies in 0..1 and
/// does not change when v, or theta, is multiplied by a number.
/// </summary>
/// <remarks>Linear in v: gradients, updates and mixtures alike. Sums run in double; nothing is allocated after the construction.</remarks>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class UnitDeviations<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Block = 1024; // three blocks of doubles fit into the first-level cache

    private readonly double[] _theta;
    private readonly double[] _vector;
    private readonly double[] _deviations; // (unit), and so on
    private readonly double[] _directions; // ‖ξ_i‖²
    private readonly double[] _squares; // ‖v_i‖²
    private readonly double[] _behind; // Σ θ·v behind, whose sign is not that of the squares

    /// <summary>Prepares for one symmetry.</summary>
    public UnitDeviations(NetworkSymmetry symmetry)
    {
        ArgumentNullException.ThrowIfNull(symmetry);
        Symmetry = symmetry;
        int units = symmetry.BlockCount, scratch = Math.Max(units, Block);
        (_theta, _vector) = (new double[scratch], new double[scratch]);
        (_deviations, _directions, _squares, _behind) = (new double[units], new double[units], new double[units], new double[units]);
    }

    /// <summary>The symmetry that is measured.</summary>
    public NetworkSymmetry Symmetry { get; }

    /// <summary>(unit) D_i with its sign, of the last call of <see cref="Measure"/>; 0 for units that lack the symmetry.</summary>
    public ReadOnlySpan<double> Signed => _deviations;

    /// <summary>
    /// The deviation of the symmetry as a whole, as in the study: |Σ D_i|; of a translation symmetry |Σ D_i over the columns| + |D of the
    /// bias|. Units of opposite signs cancel.
    /// </summary>
    public double Total { get; private set; }

    /// <summary>Σ D_i with its sign; of a translation symmetry over the columns and the bias together.</summary>
    public double SignedTotal { get; private set; }

    /// <summary>
    /// The largest that <see cref="Total"/> could be for vectors of these norms: ‖ξ‖·‖v‖ over all units, for weight and bias of a
    /// translation symmetry apart.
    /// </summary>
    public double LargestTotal { get; private set; }

    /// <summary>Total over its largest, 0 to 1; 0 where the vector is zero.</summary>
    public double NormalizedTotal => Share(Total, LargestTotal);

    /// <summary>|D_i| over its largest, 0 to 1; 0 where the vector is zero.</summary>
    /// <param name="unit">From 0.</param>
    public double Normalized(int unit) => Share(Math.Abs(_deviations[unit]), Math.Sqrt(_directions[unit]) * Math.Sqrt(_squares[unit]));

    /// <summary>Measures a vector.</summary>
    /// <param name="theta">(n) parameters.</param>
    /// <param name="vector">(n) gradient, update or any other direction at theta.</param>
    public void Measure(ReadOnlySpan<T> theta, ReadOnlySpan<T> vector)
    {
        Array.Clear(_deviations);
        Array.Clear(_directions);
        Array.Clear(_squares);
        if (Symmetry.Kind == SymmetryKind.Translation)
        {
            AddColumns(Symmetry.Front.AsSpan(), vector);
            return;
        }
        foreach (ParameterSlot slot in Symmetry.Front)
            AddRows(slot.Of(theta), slot.Of(vector), slot.Count / Symmetry.BlockCount);
        if (Symmetry.Behind is { } behind)
            AddBehind(behind.Of(theta), behind.Of(vector), behind.Count / behind.Shape[0]);
        double deviation = 0, direction = 0, square = 0;
        foreach (int unit in Symmetry.Units.AsSpan())
            (deviation, direction, square) = (deviation + _deviations[unit], direction + _directions[unit], square + _squares[unit]);
        (SignedTotal, Total, LargestTotal) = (deviation, Math.Abs(deviation), Math.Sqrt(direction) * Math.Sqrt(square));
    }

    /// <summary>Rounding may lift a cosine above 1.</summary>
    internal static double Share(double deviation, double largest) => largest == 0 ? 0 : Math.Min(1, deviation / largest);

    private void AddRows(ReadOnlySpan<T> theta, ReadOnlySpan<T> vector, int length)
    {
        foreach (int unit in Symmetry.Units.AsSpan())
            _deviations[unit] += AddProducts(unit, theta.Slice(unit * length, length), vector.Slice(unit * length, length));
    }

    private void AddBehind(ReadOnlySpan<T> theta, ReadOnlySpan<T> vector, int columns)
    {
        Array.Clear(_behind);
        int length = columns / Symmetry.BlockCount;
        for (int row = 0; row < theta.Length; row += columns)
            if (length == 1)
                AddColumnByColumn(theta.Slice(row, columns), vector.Slice(row, columns));
            else
                foreach (int unit in Symmetry.Units.AsSpan())
                    _behind[unit] += AddProducts(unit, theta.Slice(row + unit * length, length), vector.Slice(row + unit * length, length));
        TensorPrimitives.Subtract(_deviations, _behind, _deviations);
        if (!Symmetry.IsWhole && length == 1)
            ClearOthers();
    }

    /// <summary>One column for each unit, so a row goes to all units at once.</summary>
    private void AddColumnByColumn(ReadOnlySpan<T> theta, ReadOnlySpan<T> vector)
    {
        Span<double> x = _theta.AsSpan(0, theta.Length), y = _vector.AsSpan(0, theta.Length);
        TensorPrimitives.ConvertChecked(theta, x);
        TensorPrimitives.ConvertChecked(vector, y);
        TensorPrimitives.FusedMultiplyAdd(x, y, _behind, _behind);
        TensorPrimitives.FusedMultiplyAdd(x, x, _directions, _directions);
        TensorPrimitives.FusedMultiplyAdd(y, y, _squares, _squares);
    }

    private void ClearOthers()
    {
        int next = 0;
        foreach (int unit in Symmetry.Units.AsSpan())
        {
            _deviations.AsSpan(next..unit).Clear();
            next = unit + 1;
        }
        _deviations.AsSpan(next).Clear();
    }

    /// <summary>Adds the squares of a unit's coordinates, and returns Σ θ·v over them.</summary>
    private double AddProducts(int unit, ReadOnlySpan<T> theta, ReadOnlySpan<T> vector)
    {
        double product = 0, direction = 0, square = 0;
        for (int start = 0; start < theta.Length; start += Block)
        {
            int count = Math.Min(Block, theta.Length - start);
            Span<double> x = _theta.AsSpan(0, count), y = _vector.AsSpan(0, count);
            TensorPrimitives.ConvertChecked(theta.Slice(start, count), x);
            TensorPrimitives.ConvertChecked(vector.Slice(start, count), y);
            product += TensorPrimitives.Dot<double>(x, y);
            direction += TensorPrimitives.Dot<double>(x, x);
            square += TensorPrimitives.Dot<double>(y, y);
        }
        _directions[unit] += direction;
        _squares[unit] += square;
        return product;
    }

    private void AddColumns(ReadOnlySpan<ParameterSlot> front, ReadOnlySpan<T> vector)
    {
        ReadOnlySpan<T> weight = front[0].Of(vector);
        int rows = front[0].Shape[0], columns = weight.Length / rows;
        Span<double> sums = _deviations.AsSpan(0, columns), squares = _squares.AsSpan(0, columns), x = _vector.AsSpan(0, columns);
        for (int row = 0; row < rows; row++)
        {
            TensorPrimitives.ConvertChecked(weight.Slice(row * columns, columns), x);
            TensorPrimitives.Add(sums, x, sums);
            TensorPrimitives.FusedMultiplyAdd(x, x, squares, squares);
        }
        _directions.AsSpan().Fill(rows);
        SignedTotal = TensorPrimitives.Sum<double>(sums);
        Total = Math.Abs(SignedTotal);
        LargestTotal = Math.Sqrt(weight.Length) * Math.Sqrt(TensorPrimitives.Sum<double>(squares));
        if (front.Length == 1)
            return;
        ReadOnlySpan<T> bias = front[1].Of(vector);
        _deviations[columns] = DoubleSums.Sum(bias);
        _squares[columns] = DoubleSums.InnerProduct(bias, bias);
        SignedTotal += _deviations[columns];
        Total += Math.Abs(_deviations[columns]);
        LargestTotal += Math.Sqrt(rows) * Math.Sqrt(_squares[columns]);
    }
}
