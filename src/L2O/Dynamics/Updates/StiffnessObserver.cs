using System.Collections.Immutable;
using L2O.Kernels.Functions;
using L2O.Numerics;
using L2O.Training;

namespace L2O.Dynamics.Updates;

/// <summary>
/// The measure <c>stiffness</c>: the relative rate of change of parameters and gradients (<see cref="StiffnessIndex"/>), by tensor and for
/// all. Compares the parameters before a step, and its gradient, with those some iterations before.
/// </summary>
internal sealed class StiffnessObserver : IStepObserver<float>
{
    /// <summary>Stiffness of theta: its change since the iteration before.</summary>
    public static MeasureQuantity Theta { get; } = new("theta_stiffness", "stiffness index",
        "‖x_i - x_(i-1)‖ / (‖x_(i-1)‖ + 1e-8) of theta and the one an iteration before, from iteration 2 on")
    {
        Unit = "1/iteration",
        IsKey = true,
    };

    /// <summary>Stiffness of the gradient: its change since the iteration before.</summary>
    public static MeasureQuantity Gradient { get; } = Theta with
    {
        Name = "gradient_stiffness",
        Meaning = "the same of the gradient",
    };

    /// <summary>All that it writes.</summary>
    public static ImmutableArray<MeasureQuantity> Quantities { get; } = [Theta, Gradient];

    private const double NormFloor = 1e-8; // as in RelativeChange

    private readonly ParameterLayout _layout;
    private readonly MeasureSchedule _schedule;
    private readonly IMeasurementSink _sink;
    private readonly int _interval;
    private readonly float[][] _thetas; // of the iterations before, by iteration modulo interval
    private readonly float[][] _gradients;

    /// <summary>Watches a run.</summary>
    /// <param name="layout">The tensors of theta.</param>
    /// <param name="schedule">When to measure.</param>
    /// <param name="sink">Takes the numbers.</param>
    /// <param name="interval">Δt in iterations, 1 or more; so many copies of theta and of the gradient are kept.</param>
    /// <exception cref="ArgumentOutOfRangeException">The interval is not positive.</exception>
    public StiffnessObserver(ParameterLayout layout, MeasureSchedule schedule, IMeasurementSink sink, int interval = 1)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(schedule);
        ArgumentNullException.ThrowIfNull(sink);
        if (interval < 1)
            throw new ArgumentOutOfRangeException(nameof(interval), $"interval is {interval}; expected 1 or more");
        (_layout, _schedule, _sink, _interval) = (layout, schedule, sink, interval);
        int n = layout.Count;
        _thetas = [.. Enumerable.Range(0, interval).Select(_ => new float[n])];
        _gradients = [.. Enumerable.Range(0, interval).Select(_ => new float[n])];
    }

    /// <inheritdoc/>
    public void OnStep(in StepView<float> step)
    {
        int place = step.Iteration % _interval;
        if (step.Iteration > _interval && _schedule.IsDue(step.Iteration))
        {
            Measure(step.Iteration, Theta.Name, _thetas[place], step.Theta);
            Measure(step.Iteration, Gradient.Name, _gradients[place], step.Gradient);
        }
        if (_schedule.IsDue(step.Iteration + _interval))
        {
            step.Theta.CopyTo(_thetas[place]);
            step.Gradient.CopyTo(_gradients[place]);
        }
    }

    private void Measure(int iteration, string measure, ReadOnlySpan<float> before, ReadOnlySpan<float> after)
    {
        double allChange = 0, allSize = 0;
        foreach (ParameterSlot slot in _layout.Slots)
        {
            double change = WideSums.SquaredDistance(slot.Of(before), slot.Of(after)), size = WideSums.Squares(slot.Of(before));
            (allChange, allSize) = (allChange + change, allSize + size);
            _sink.Add(new Measurement(iteration, slot.Name, measure, Index(change, size)));
        }
        _sink.Add(new Measurement(iteration, Measurement.All, measure, Index(allChange, allSize)));
    }

    private double Index(double squaredChange, double squaredSize) =>
        Math.Sqrt(squaredChange) / (Math.Sqrt(squaredSize) + NormFloor) / _interval;
}
