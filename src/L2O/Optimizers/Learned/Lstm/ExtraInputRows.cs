using System.Collections.Immutable;
using System.Numerics;
using L2O.Numerics;

namespace L2O.Optimizers.Learned.Lstm;

/// <summary>A run's further inputs, made from theta and the iteration before each step. Allocates at its making only.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class ExtraInputRows<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const string PreviousThetaName = "previous_theta";
    private const string HasPreviousName = "has_previous_theta";
    private const double LeastLogarithm = -8; // a tensor that stands still has index 0

    private readonly ImmutableArray<ExtraInput> _inputs;
    private readonly double _horizon;
    private readonly ParameterLayout _layout;
    private readonly AlignedBuffer<T> _rows;
    private readonly AlignedBuffer<T> _previousTheta; // (n) if a stiffness index asks for it
    private bool _hasPrevious;

    /// <param name="inputs">One row each.</param>
    /// <param name="horizon">T of the time encodings, positive.</param>
    /// <param name="layout">Tensors of theta.</param>
    public ExtraInputRows(ImmutableArray<ExtraInput> inputs, double horizon, ParameterLayout layout)
    {
        (_inputs, _horizon, _layout) = (inputs, horizon, layout);
        _rows = new AlignedBuffer<T>(checked(inputs.Length * layout.Count));
        bool stiffness = inputs.Any(static input => input is ExtraInput.Stiffness or ExtraInput.Log10Stiffness);
        _previousTheta = new AlignedBuffer<T>(stiffness ? layout.Count : 0);
    }

    /// <summary>(input, n) the present values.</summary>
    public Span<T> Rows => _rows.Span;

    /// <summary>(n) the row of one input.</summary>
    public Span<T> Row(int input) => _rows.Span.Slice(input * _layout.Count, _layout.Count);

    /// <summary>Computes all rows but the supplied ones.</summary>
    /// <param name="theta">(n) present parameters.</param>
    /// <param name="iteration">t, counted from 1.</param>
    public void Fill(ReadOnlySpan<T> theta, int iteration)
    {
        for (int input = 0; input < _inputs.Length; input++)
        {
            Span<T> row = Row(input);
            switch (_inputs[input])
            {
                case ExtraInput.Supplied:
                    break;
                case ExtraInput.ParameterValue:
                    theta.CopyTo(row);
                    break;
                case ExtraInput.Stiffness:
                case ExtraInput.Log10Stiffness:
                    FillStiffness(theta, _inputs[input] == ExtraInput.Log10Stiffness, row);
                    break;
                default:
                    row.Fill(T.CreateTruncating(Time(_inputs[input], iteration)));
                    break;
            }
        }
    }

    /// <summary>Takes over theta as the one before the coming step's.</summary>
    public void Advance(ReadOnlySpan<T> theta)
    {
        if (_previousTheta.Length == 0)
            return;
        theta.CopyTo(_previousTheta.Span);
        _hasPrevious = true;
    }

    /// <summary>As before the first step; supplied rows become zero.</summary>
    public void Reset()
    {
        _hasPrevious = false;
        Rows.Clear();
    }

    /// <summary>Writes <c>previous_theta</c> (n) and whether it counts, where a stiffness index asks for them.</summary>
    public void Save(StateWriter<T> writer)
    {
        if (_previousTheta.Length == 0)
            return;
        writer.Write(HasPreviousName, _hasPrevious ? 1 : 0);
        writer.Write(PreviousThetaName, _previousTheta.Span);
    }

    /// <summary>Restores what <see cref="Save"/> wrote.</summary>
    public void Load(StateReader<T> reader)
    {
        if (_previousTheta.Length == 0)
            return;
        _hasPrevious = reader.ReadInt(HasPreviousName) != 0;
        reader.Read(PreviousThetaName, _previousTheta.Span);
    }

    private void FillStiffness(ReadOnlySpan<T> theta, bool logarithm, Span<T> row)
    {
        if (!_hasPrevious)
        {
            row.Clear();
            return;
        }
        foreach (ParameterSlot slot in _layout.Slots)
        {
            double index = RelativeChange.Compute(slot.Of<T>(_previousTheta.Span), slot.Of(theta));
            slot.Of(row).Fill(T.CreateTruncating(logarithm ? Math.Max(Math.Log10(index), LeastLogarithm) : index));
        }
    }

    private double Time(ExtraInput encoding, int iteration) => encoding switch
    {
        ExtraInput.Time => (iteration - 1) / (_horizon + 1),
        ExtraInput.TimeDecay => Math.Exp(-iteration / _horizon),
        _ => Math.Exp(-2 * iteration / _horizon),
    };
}
