using L2O.Numerics;
using L2O.Optimizees;
using L2O.Optimizers;

namespace L2O.Dynamics;

/// <summary>
/// The measure <c>deviations</c>: how far updates and gradients leave the directions that the network's symmetries allow (spec section 8),
/// |deviation| summed over the symmetries of a kind; of a translation symmetry |Σ u_W| + |Σ u_b|.
/// </summary>
public sealed class DeviationMeasure : IStepObserver<float>
{
    private readonly MeasureContext _context;
    private readonly (NetworkSymmetry[] Symmetries, string OfUpdate, string OfGradient)[] _kinds;

    private DeviationMeasure(MeasureContext context, NetworkSymmetries symmetries)
    {
        _context = context;
        _kinds =
        [
            .. from kind in Enum.GetValues<SymmetryKind>()
               let found = symmetries.Of(kind).ToArray()
               where found.Length > 0
               let name = $"{kind.ToString().ToLowerInvariant()}_deviation"
               select (found, $"update_{name}", $"gradient_{name}"),
        ];
    }

    /// <summary>Watches a run; null where the network has no symmetry.</summary>
    public static DeviationMeasure? Create(MeasureContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Optimizee is ISymmetricOptimizee { Symmetries: { All.Length: > 0 } symmetries } ? new DeviationMeasure(context, symmetries) : null;
    }

    /// <inheritdoc/>
    public void OnStep(in StepView<float> step)
    {
        if (!_context.Schedule.IsDue(step.Iteration))
            return;
        foreach ((NetworkSymmetry[] symmetries, string ofUpdate, string ofGradient) in _kinds)
        {
            _context.Sink.Add(new Measurement(step.Iteration, Measurement.All, ofUpdate, Sum(symmetries, step.Theta, step.Update)));
            _context.Sink.Add(new Measurement(step.Iteration, Measurement.All, ofGradient, Sum(symmetries, step.Theta, step.Gradient)));
        }
    }

    private static double Sum(NetworkSymmetry[] symmetries, ReadOnlySpan<float> theta, ReadOnlySpan<float> vector)
    {
        double sum = 0;
        foreach (NetworkSymmetry symmetry in symmetries)
            if (symmetry.Kind == SymmetryKind.Translation)
                foreach (ParameterSlot slot in symmetry.Front)
                    sum += Math.Abs(DoubleSums.Sum(slot.Of(vector)));
            else
                sum += Math.Abs(SymmetryDeviation.Of(symmetry, theta, vector));
        return sum;
    }
}
