using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Numerics.Tensors;

namespace L2O.Optimizees.Symmetry;

/// <summary>
/// A symmetry as a change of theta, with an amount for each unit: the factor k of a rescale or scale symmetry, what is added to the column
/// (or to the bias) of a translation symmetry. The training loss stays as it is, up to rounding and, for scale symmetries, batch norm's
/// epsilon.
/// </summary>
internal sealed record SymmetryTransformation
{
    /// <summary>A change of all units, each by its own amount.</summary>
    /// <param name="symmetry">What is applied.</param>
    /// <param name="amounts">One for each of <see cref="NetworkSymmetry.Units"/>, in that order: factors finite and above 0 (ReLUs turn
    /// over at 0), shifts finite.</param>
    /// <exception cref="ArgumentException">Another number of amounts.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An amount is out of its range.</exception>
    public SymmetryTransformation(NetworkSymmetry symmetry, ImmutableArray<double> amounts)
    {
        ArgumentNullException.ThrowIfNull(symmetry);
        if (amounts.IsDefault || amounts.Length != symmetry.Units.Length)
            throw new ArgumentException(
                $"{(amounts.IsDefault ? 0 : amounts.Length)} amounts; expected {symmetry.Units.Length}, one for each unit of " +
                $"'{symmetry.Name}'", nameof(amounts));
        bool shifts = symmetry.Kind == SymmetryKind.Translation;
        foreach (double amount in amounts)
            if (!double.IsFinite(amount) || (!shifts && amount <= 0))
                throw new ArgumentOutOfRangeException(nameof(amounts),
                    $"amount is {amount.ToString(CultureInfo.InvariantCulture)}; expected a finite number{(shifts ? "" : " above 0")}");
        (Symmetry, Amounts) = (symmetry, amounts);
    }

    /// <summary>What is applied.</summary>
    public NetworkSymmetry Symmetry { get; }

    /// <summary>One for each of the symmetry's units.</summary>
    public ImmutableArray<double> Amounts { get; }

    /// <summary>The same amount for all units.</summary>
    /// <param name="symmetry">What is applied.</param>
    /// <param name="amount">Factor or shift, see above.</param>
    public static SymmetryTransformation OfAll(NetworkSymmetry symmetry, double amount)
    {
        ArgumentNullException.ThrowIfNull(symmetry);
        return new SymmetryTransformation(symmetry, [.. symmetry.Units.Select(_ => amount)]);
    }

    /// <summary>One unit alone; the others stay.</summary>
    /// <param name="symmetry">What is applied.</param>
    /// <param name="unit">One of <see cref="NetworkSymmetry.Units"/>.</param>
    /// <param name="amount">Factor or shift, see above.</param>
    /// <exception cref="ArgumentException">The unit does not have the symmetry.</exception>
    public static SymmetryTransformation OfUnit(NetworkSymmetry symmetry, int unit, double amount)
    {
        ArgumentNullException.ThrowIfNull(symmetry);
        if (!symmetry.Units.Contains(unit))
            throw new ArgumentException(
                $"unit {unit} does not have the symmetry '{symmetry.Name}'; expected one of its {symmetry.Units.Length} units",
                nameof(unit));
        double nothing = symmetry.Kind == SymmetryKind.Translation ? 0 : 1;
        return new SymmetryTransformation(symmetry, [.. symmetry.Units.Select(other => other == unit ? amount : nothing)]);
    }

    /// <summary>Changes theta.</summary>
    /// <param name="theta">(n) parameters of the network that has the symmetry; changed.</param>
    public void Apply<T>(Span<T> theta) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < Amounts.Length; i++)
            foreach (SymmetryPiece piece in Symmetry.Pieces(Symmetry.Units[i]))
            {
                Span<T> values = theta.Slice(piece.Start, piece.Count);
                T amount = T.CreateChecked(Amounts[i]);
                if (Symmetry.Kind == SymmetryKind.Translation)
                    TensorPrimitives.Add(values, amount, values);
                else if (piece.Sign > 0)
                    TensorPrimitives.Multiply(values, amount, values);
                else
                    TensorPrimitives.Divide(values, amount, values);
            }
    }
}
