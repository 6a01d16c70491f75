using System.Numerics;
using L2O.Optimizees.Symmetry;
using L2O.Training;

namespace L2O.Dynamics.Symmetry;

/// <summary>
/// Measures how far the gradient and the update leave the directions that the network's symmetries allow (docs/mathematics.md section 8):
/// <c>update_rescale_deviation</c>, <c>gradient_scale_deviation</c> and so on, each also as <c>..._normalized</c>
/// (see <see cref="UnitDeviations{T}"/>). For each symmetry by its name, and for all of a kind together the sum over them, normalized by
/// the sum of their largest; of the update's translation deviations also the signed sum (<c>update_translation_sum</c>).
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class SymmetryDeviationObserver<T> : IStepObserver<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly SymmetryKind[] s_kinds = Enum.GetValues<SymmetryKind>();
    private static readonly Measure[] s_gradient = // (kind)
        [.. SymmetryQuantities.OfGradients.Zip(SymmetryQuantities.NormalizedOfGradients, Measure.Of)];
    private static readonly Measure[] s_update = // (kind)
        [.. SymmetryQuantities.OfUpdates.Zip(SymmetryQuantities.NormalizedOfUpdates, Measure.Of)];

    private readonly UnitDeviations<T>[] _symmetries;
    private readonly MeasureSchedule _schedule;
    private readonly IMeasurementSink _sink;
    private readonly bool _perUnit;

    /// <summary>An observer of one network's runs.</summary>
    /// <param name="symmetries">Of the network that is trained.</param>
    /// <param name="schedule">When to measure.</param>
    /// <param name="sink">Takes the numbers.</param>
    /// <param name="perUnit">Whether to write each unit's deviation, its number as the position, instead of those of whole
    /// symmetries.</param>
    public SymmetryDeviationObserver(NetworkSymmetries symmetries, MeasureSchedule schedule, IMeasurementSink sink, bool perUnit = false)
    {
        ArgumentNullException.ThrowIfNull(symmetries);
        ArgumentNullException.ThrowIfNull(schedule);
        ArgumentNullException.ThrowIfNull(sink);
        _symmetries = [.. symmetries.All.Select(static symmetry => new UnitDeviations<T>(symmetry))];
        (_schedule, _sink, _perUnit) = (schedule, sink, perUnit);
    }

    /// <inheritdoc/>
    public void OnStep(in StepView<T> step)
    {
        if (!_schedule.IsDue(step.Iteration))
            return;
        Write(step.Iteration, step.Theta, step.Gradient, s_gradient);
        Write(step.Iteration, step.Theta, step.Update, s_update);
    }

    private void Write(int iteration, ReadOnlySpan<T> theta, ReadOnlySpan<T> vector, Measure[] measures)
    {
        foreach (UnitDeviations<T> symmetry in _symmetries)
        {
            symmetry.Measure(theta, vector);
            Measure measure = measures[(int)symmetry.Symmetry.Kind];
            if (_perUnit)
                WriteUnits(iteration, symmetry, measure);
            else
                Write(iteration, symmetry.Symmetry.Name, measure, symmetry.Total, symmetry.NormalizedTotal, double.NaN);
        }
        if (!_perUnit)
            WriteSums(iteration, measures);
    }

    private void WriteUnits(int iteration, UnitDeviations<T> symmetry, Measure measure)
    {
        foreach (int unit in symmetry.Symmetry.Units.AsSpan())
            Write(iteration, symmetry.Symmetry.Name, measure, Math.Abs(symmetry.Signed[unit]), symmetry.Normalized(unit), unit);
    }

    private void WriteSums(int iteration, Measure[] measures)
    {
        foreach (SymmetryKind kind in s_kinds)
        {
            double sum = 0, largest = 0, signed = 0;
            int count = 0;
            foreach (UnitDeviations<T> symmetry in _symmetries)
                if (symmetry.Symmetry.Kind == kind)
                {
                    (sum, largest, count) = (sum + symmetry.Total, largest + symmetry.LargestTotal, count + 1);
                    signed += symmetry.SignedTotal;
                }
            if (count == 0)
                continue;
            Write(iteration, Measurement.All, measures[(int)kind], sum, UnitDeviations<T>.Share(sum, largest), double.NaN);
            if (kind == SymmetryKind.Translation && measures == s_update)
                _sink.Add(new Measurement(iteration, Measurement.All, SymmetryQuantities.TranslationSum.Name, signed));
        }
    }

    private void Write(int iteration, string target, Measure measure, double value, double normalized, double position)
    {
        _sink.Add(new Measurement(iteration, target, measure.Name, value, position));
        _sink.Add(new Measurement(iteration, target, measure.NormalizedName, normalized, position));
    }

    /// <summary>The names of a quantity.</summary>
    private sealed record Measure(string Name, string NormalizedName)
    {
        public static Measure Of(MeasureQuantity quantity, MeasureQuantity normalized) => new(quantity.Name, normalized.Name);
    }
}
