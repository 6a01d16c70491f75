using System.Collections.Immutable;
using System.Numerics;
using L2O.Numerics;
using L2O.Optimizers.State;

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

    /// <param name="inputs">One row each.</param>
    /// <param name="horizon">T of the time encodings, positive.</param>
    /// <param name="layout">Tensors of theta.</param>
    public ExtraInputRows(ImmutableArray<ExtraInput> inputs, double horizon, ParameterLayout layout)
    {
        (_inputs, _horizon, _layout) = (inputs, horizon, layout);
        _rows = new AlignedBuffer<T>(checked(inputs.Length * layout.Count));
        bool stiffness = inputs.Any(static input => input is ExtraInput.Stiffness or ExtraInput.Log10Stiffness);
        PreviousTheta = stiffness ? new StateArray<T>(StateShape.PerCoordinate(PreviousThetaName), layout) : null;
    }

    /// <summary>(input, n) the present values.</summary>
    public Span<T> Rows => _rows.Span;

    /// <summary>Whether a row depends on theta.</summary>
    public bool ReadsTheta => PreviousTheta is not null || _inputs.Contains(ExtraInput.ParameterValue);

    /// <summary>(n) theta one step before, if a stiffness index asks for it.</summary>
    public StateArray<T>? PreviousTheta { get; }

    /// <summary>1 if there was a step before, else 0.</summary>
    public StateNumber<T> HasPrevious { get; } = new(HasPreviousName);

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
        if (PreviousTheta is null)
            return;
        theta.CopyTo(PreviousTheta.Values);
        HasPrevious.Value = 1;
    }

    private void FillStiffness(ReadOnlySpan<T> theta, bool logarithm, Span<T> row)
    {
        if (HasPrevious.Value == 0)
        {
            row.Clear();
            return;
        }
        foreach (ParameterSlot slot in _layout.Slots)
        {
            double index = RelativeChange.Compute(slot.Of<T>(PreviousTheta!.Values), slot.Of(theta));
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
