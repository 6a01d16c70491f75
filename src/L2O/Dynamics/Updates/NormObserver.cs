using System.Collections.Immutable;
using L2O.Kernels.Functions;
using L2O.Numerics;
using L2O.Training;

namespace L2O.Dynamics.Updates;

/// <summary>
/// The measure <c>norms</c>: Euclidean norms and mean absolute values of parameters (before the step), gradients and updates, by tensor and
/// for all.
/// </summary>
/// <param name="layout">The tensors of theta.</param>
/// <param name="schedule">When to measure.</param>
/// <param name="sink">Takes the numbers.</param>
internal sealed class NormObserver(ParameterLayout layout, MeasureSchedule schedule, IMeasurementSink sink) : IStepObserver<float>
{
    private const string Norm = "Euclidean norm";
    private const string MeanAbsolute = "mean of absolute values";

    /// <summary>Norm of theta before the step.</summary>
    public static MeasureQuantity ThetaNorm { get; } = new("theta_norm", "norm", Norm) { IsKey = true };

    /// <summary>Norm of the gradient.</summary>
    public static MeasureQuantity GradientNorm { get; } = new("gradient_norm", "norm", Norm) { IsKey = true };

    /// <summary>Norm of the update.</summary>
    public static MeasureQuantity UpdateNorm { get; } = new("update_norm", "norm", Norm) { IsKey = true };

    /// <summary>Mean of |theta| before the step.</summary>
    public static MeasureQuantity ThetaMeanAbsolute { get; } = new("theta_mean_abs", "mean absolute value", MeanAbsolute);

    /// <summary>Mean of |gradient|.</summary>
    public static MeasureQuantity GradientMeanAbsolute { get; } = new("gradient_mean_abs", "mean absolute value", MeanAbsolute);

    /// <summary>Mean of |update|.</summary>
    public static MeasureQuantity UpdateMeanAbsolute { get; } = new("update_mean_abs", "mean absolute value", MeanAbsolute);

    /// <summary>All that it writes.</summary>
    public static ImmutableArray<MeasureQuantity> Quantities { get; } =
        [ThetaNorm, GradientNorm, UpdateNorm, ThetaMeanAbsolute, GradientMeanAbsolute, UpdateMeanAbsolute];

    /// <inheritdoc/>
    public void OnStep(in StepView<float> step)
    {
        if (!schedule.IsDue(step.Iteration))
            return;
        Measure(step.Iteration, step.Theta, ThetaNorm.Name, ThetaMeanAbsolute.Name);
        Measure(step.Iteration, step.Gradient, GradientNorm.Name, GradientMeanAbsolute.Name);
        Measure(step.Iteration, step.Update, UpdateNorm.Name, UpdateMeanAbsolute.Name);
    }

    private void Measure(int iteration, ReadOnlySpan<float> vector, string norm, string meanAbsolute)
    {
        double allSquares = 0, allAbsolutes = 0;
        foreach (ParameterSlot slot in layout.Slots)
        {
            ReadOnlySpan<float> values = slot.Of(vector);
            double squares = WideSums.Squares(values), absolutes = WideSums.Absolutes(values);
            (allSquares, allAbsolutes) = (allSquares + squares, allAbsolutes + absolutes);
            sink.Add(new Measurement(iteration, slot.Name, norm, Math.Sqrt(squares)));
            sink.Add(new Measurement(iteration, slot.Name, meanAbsolute, absolutes / slot.Count));
        }
        sink.Add(new Measurement(iteration, Measurement.All, norm, Math.Sqrt(allSquares)));
        sink.Add(new Measurement(iteration, Measurement.All, meanAbsolute, allAbsolutes / layout.Count));
    }
}
