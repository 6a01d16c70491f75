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
public sealed class NormObserver(ParameterLayout layout, MeasureSchedule schedule, IMeasurementSink sink) : IStepObserver<float>
{
    /// <inheritdoc/>
    public void OnStep(in StepView<float> step)
    {
        if (!schedule.IsDue(step.Iteration))
            return;
        Measure(step.Iteration, step.Theta, "theta_norm", "theta_mean_abs");
        Measure(step.Iteration, step.Gradient, "gradient_norm", "gradient_mean_abs");
        Measure(step.Iteration, step.Update, "update_norm", "update_mean_abs");
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
