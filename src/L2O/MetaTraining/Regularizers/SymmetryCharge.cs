using System.Collections.Immutable;
using System.Numerics;
using System.Numerics.Tensors;
using L2O.Numerics;
using L2O.Optimizees.Symmetry;

namespace L2O.MetaTraining.Regularizers;

/// <summary>
/// One absolute value in a regularizer: |Σ c·⟨u, θ⟩ + Σ c·|Σu|| over tensors with coefficients c, u being what was added to
/// theta. Linear in u between the kinks, so its derivative is ±c·θ or ±c.
/// </summary>
/// <param name="Products">Tensors that count with ⟨u, θ⟩, with its sign.</param>
/// <param name="Sums">Tensors that count with |Σu|.</param>
internal sealed record SymmetryCharge(ImmutableArray<(ParameterSlot Slot, double Coefficient)> Products,
    ImmutableArray<(ParameterSlot Slot, double Coefficient)> Sums)
{
    /// <summary>
    /// The charges of a kind. Rescale and scale: one for each hidden layer that has the symmetry. Translation: one for the weight, one for
    /// the bias. All: one for each pair of neighboring layers, a third of the pair's rescale and scale deviations of -u with their signs
    /// and of its share of the absolute translation deviations, as the study does it with its one hidden layer whatever its activation.
    /// </summary>
    /// <param name="kind">Any but the norm.</param>
    /// <param name="symmetries">Of the optimizee; null if it has none.</param>
    /// <returns>None if the optimizee lacks the symmetry.</returns>
    public static ImmutableArray<SymmetryCharge> Find(RegularizerKind kind, NetworkSymmetries? symmetries)
    {
        if (symmetries is null)
            return [];
        ImmutableArray<ParameterSlot> translated = [.. symmetries.Of(SymmetryKind.Translation)
            .SelectMany(static symmetry => symmetry.Front)];
        return kind switch
        {
            RegularizerKind.Rescale => [.. symmetries.Of(SymmetryKind.Rescale).Select(static s => new SymmetryCharge(ProductsOf(s), []))],
            RegularizerKind.Scale => [.. symmetries.Of(SymmetryKind.Scale).Select(static s => new SymmetryCharge(ProductsOf(s), []))],
            RegularizerKind.Translation => [.. translated.Select(static slot => new SymmetryCharge([], [(slot, 1)]))],
            _ => [.. symmetries.Stages.Select(stage => new SymmetryCharge(
                [.. Times(-2.0 / 3, stage.Front), (stage.Behind!, 1.0 / 3)],
                    [.. Times(1.0 / (3 * symmetries.Stages.Length), translated)]))],
        };
    }

    /// <summary>Adds the derivative of β times the absolute value to <paramref name="dUpdate"/>.</summary>
    /// <param name="beta">β.</param>
    /// <param name="theta">(n) parameters before the update, constants.</param>
    /// <param name="update">(n) u.</param>
    /// <param name="dUpdate">(n); added to.</param>
    /// <returns>β times the absolute value.</returns>
    public double Add<T>(double beta, ReadOnlySpan<T> theta, ReadOnlySpan<T> update, Span<T> dUpdate)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double deviation = 0; // in double: most terms cancel
        foreach ((ParameterSlot slot, double coefficient) in Products)
            deviation += coefficient * DoubleSums.InnerProduct(slot.Of(theta), slot.Of(update));
        foreach ((ParameterSlot slot, double coefficient) in Sums)
            deviation += coefficient * Math.Abs(DoubleSums.Sum(slot.Of(update)));
        double factor = beta * Math.Sign(deviation);
        foreach ((ParameterSlot slot, double coefficient) in Products)
            TensorPrimitives.MultiplyAdd(slot.Of(theta), T.CreateChecked(factor * coefficient), slot.Of(dUpdate), slot.Of(dUpdate));
        foreach ((ParameterSlot slot, double coefficient) in Sums)
            TensorPrimitives.Add(slot.Of(dUpdate),
                T.CreateChecked(factor * coefficient * Math.Sign(DoubleSums.Sum(slot.Of(update)))), slot.Of(dUpdate));
        return beta * Math.Abs(deviation);
    }

    /// <summary>The tensors, or of a symmetry that some units lack, those units' pieces of them.</summary>
    private static ImmutableArray<(ParameterSlot Slot, double Coefficient)> ProductsOf(NetworkSymmetry symmetry) => symmetry.IsWhole
        ? [.. Times(1, symmetry.Front), .. symmetry.Behind is { } behind ? Times(-1, [behind]) : []]
        : [.. symmetry.Units.SelectMany(symmetry.Pieces)
            .Select(piece => (new ParameterSlot(symmetry.Name, piece.Start, [piece.Count]), (double)piece.Sign))];

    private static IEnumerable<(ParameterSlot Slot, double Coefficient)> Times(double coefficient, IEnumerable<ParameterSlot> slots) =>
        slots.Select(slot => (slot, coefficient));
}
