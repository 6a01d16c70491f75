using System.Collections.Immutable;
using System.Numerics;
using System.Numerics.Tensors;
using L2O.Numerics;
using L2O.Optimizees;
using L2O.Optimizees.Symmetry;

namespace L2O.MetaTraining.Regularizers;

/// <summary>
/// The terms of the meta-loss that charge for leaving the directions which the optimizee's symmetries allow (docs/mathematics.md
/// section 5): β·|D(-u)| for every deviation D, u being what was added to theta and theta a constant, so that the derivative by u
/// is in closed form. Networks of any depth: each hidden layer that has the symmetry counts.
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class SymmetryRegularizer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly double _beta;
    private readonly ImmutableArray<SymmetryCharge> _charges;
    private readonly ImmutableArray<ParameterSlot> _norms;

    /// <param name="settings">What is charged for, and how much.</param>
    /// <param name="optimizee">Whose updates they are.</param>
    /// <exception cref="ArgumentException">The optimizee has no such symmetry.</exception>
    public SymmetryRegularizer(SymmetryRegularizerSettings settings, IOptimizee<T> optimizee)
    {
        _beta = settings.Beta;
        _norms = settings.Kind == RegularizerKind.Norm ? optimizee.Layout.Slots : [];
        _charges = settings.Kind == RegularizerKind.Norm
            ? [] : SymmetryCharge.Find(settings.Kind, (optimizee as ISymmetricOptimizee)?.Symmetries);
        if (_norms.IsEmpty && _charges.IsEmpty)
            throw new ArgumentException(
                $"regularizer '{settings.Kind.ToString().ToLowerInvariant()}' finds no such symmetry in this optimizee; expected one " +
                $"that has it", nameof(settings));
    }

    /// <summary>The regularization of one step and its derivative.</summary>
    /// <param name="theta">(n) parameters before the update.</param>
    /// <param name="update">(n) what was added to them.</param>
    /// <param name="dUpdate">(n) d(regularization)/d(update); overwritten.</param>
    /// <returns>The regularization, a term of the meta-loss.</returns>
    public double Differentiate(ReadOnlySpan<T> theta, ReadOnlySpan<T> update, Span<T> dUpdate)
    {
        dUpdate.Clear();
        double sum = 0;
        foreach (SymmetryCharge charge in _charges)
            sum += charge.Add(_beta, theta, update, dUpdate);
        foreach (ParameterSlot slot in _norms)
        {
            double norm = Math.Sqrt(DoubleSums.InnerProduct(slot.Of(update), slot.Of(update)));
            sum += _beta * norm;
            if (norm > 0)
                TensorPrimitives.Multiply(slot.Of(update), T.CreateChecked(_beta / norm), slot.Of(dUpdate));
        }
        return sum;
    }
}
