using System.Numerics;
using L2O.Numerics;
using L2O.Optimizees;
using L2O.Optimizers;

namespace L2O.Dynamics;

/// <summary>Measures in every iteration of a run how far the update leaves the directions that one kind of symmetry allows (spec section 8).</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
/// <param name="symmetries">Of the network that is trained.</param>
/// <param name="kind">Which of them.</param>
public sealed class DeviationObserver<T>(NetworkSymmetries symmetries, SymmetryKind kind) : IStepObserver<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly NetworkSymmetry[] _symmetries = [.. symmetries.Of(kind)];
    private readonly List<double> _values = [];

    /// <summary>Whether the network has such a symmetry; without one there is nothing to measure.</summary>
    public bool Applies => _symmetries.Length > 0;

    /// <summary>For each iteration the sum of |deviation| over the symmetries; of a translation symmetry |Σ u_W| + |Σ u_b|.</summary>
    public IReadOnlyList<double> Values => _values;

    /// <inheritdoc/>
    public void OnStep(in StepView<T> step)
    {
        double sum = 0;
        foreach (NetworkSymmetry symmetry in _symmetries)
            if (kind == SymmetryKind.Translation)
                foreach (ParameterSlot slot in symmetry.Front)
                    sum += Math.Abs(DoubleSums.Sum(slot.Of(step.Update)));
            else
                sum += Math.Abs(SymmetryDeviation.Of(symmetry, step.Theta, step.Update));
        _values.Add(sum);
    }
}
