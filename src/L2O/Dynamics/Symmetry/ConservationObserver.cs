using System.Numerics;
using L2O.Optimizees.Symmetry;
using L2O.Optimizers;
using L2O.Optimizers.Rules;
using L2O.Training;

namespace L2O.Dynamics.Symmetry;

/// <summary>
/// Measures before a step the change since the start of what gradient flow would conserve, unit by unit: <c>rescale_conserved_change</c> of
/// ‖W1‖² + b² - ‖W2‖², <c>scale_conserved_change</c> of ‖W‖² + b², <c>translation_conserved_change</c> of a column's sum
/// (docs/mathematics.md section 8).
/// Where SGD has a closed form, what it predicts too, as <c>..._predicted</c>; gradient flow predicts 0.
/// </summary>
/// <remarks>
/// Rows: each unit (its number is the position); the symmetry by name, the signed sum over its units; all of a kind together, the sum of
/// the units' absolute changes, in which nothing cancels. The prediction needs every step from iteration 1 on; a run that is met later has
/// none.
/// </remarks>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class ConservationObserver<T> : IStepObserver<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly SymmetryKind[] s_kinds = Enum.GetValues<SymmetryKind>();
    private static readonly string[] s_measured = [.. SymmetryQuantities.Changes.Select(static change => change.Name)]; // (kind)
    private static readonly string[] s_predicted = [.. SymmetryQuantities.Predictions.Select(static one => one.Name)]; // (kind)

    private readonly Quantity[] _quantities;
    private readonly IOptimizer<T> _optimizer;
    private readonly MeasureSchedule _schedule;
    private readonly IMeasurementSink _sink;
    private bool _hasStarted;

    /// <summary>An observer of one run.</summary>
    /// <param name="symmetries">Of the network that is trained.</param>
    /// <param name="optimizer">What trains it.</param>
    /// <param name="schedule">When to write.</param>
    /// <param name="sink">Takes the numbers.</param>
    public ConservationObserver(NetworkSymmetries symmetries, IOptimizer<T> optimizer, MeasureSchedule schedule, IMeasurementSink sink)
    {
        ArgumentNullException.ThrowIfNull(symmetries);
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(schedule);
        ArgumentNullException.ThrowIfNull(sink);
        _quantities = [.. symmetries.All.Select(static symmetry => new Quantity(symmetry))];
        (_optimizer, _schedule, _sink) = (optimizer, schedule, sink);
    }

    /// <inheritdoc/>
    public void OnStep(in StepView<T> step)
    {
        if (!_hasStarted)
            foreach (Quantity quantity in _quantities)
                quantity.Start(step.Theta, step.Iteration == 1 ? _optimizer : null);
        _hasStarted = true;
        bool isDue = _schedule.IsDue(step.Iteration);
        foreach (Quantity quantity in _quantities)
        {
            if (!isDue)
                continue;
            quantity.Measure(step.Theta);
            Write(step.Iteration, quantity.Symmetry, s_measured, quantity.Change);
            if (quantity.Prediction is { } prediction)
                Write(step.Iteration, quantity.Symmetry, s_predicted, prediction.Change);
        }
        if (isDue)
            WriteSums(step.Iteration);
        foreach (Quantity quantity in _quantities)
            quantity.Prediction?.Advance(step.Gradient, step.Update);
    }

    private void Write(int iteration, NetworkSymmetry symmetry, string[] measures, ReadOnlySpan<double> change)
    {
        string measure = measures[(int)symmetry.Kind];
        double sum = 0;
        foreach (int unit in symmetry.Units.AsSpan())
        {
            sum += change[unit];
            _sink.Add(new Measurement(iteration, symmetry.Name, measure, change[unit], unit));
        }
        _sink.Add(new Measurement(iteration, symmetry.Name, measure, sum));
    }

    private void WriteSums(int iteration)
    {
        foreach (SymmetryKind kind in s_kinds)
        {
            double measured = 0, predicted = 0;
            bool any = false, all = true;
            foreach (Quantity quantity in _quantities)
                if (quantity.Symmetry.Kind == kind)
                {
                    any = true;
                    all &= quantity.Prediction is not null;
                    measured += SumOfMagnitudes(quantity.Symmetry, quantity.Change);
                    predicted += quantity.Prediction is { } prediction ? SumOfMagnitudes(quantity.Symmetry, prediction.Change) : 0;
                }
            if (any)
                _sink.Add(new Measurement(iteration, Measurement.All, s_measured[(int)kind], measured));
            if (any && all)
                _sink.Add(new Measurement(iteration, Measurement.All, s_predicted[(int)kind], predicted));
        }
    }

    private static double SumOfMagnitudes(NetworkSymmetry symmetry, ReadOnlySpan<double> change)
    {
        double sum = 0;
        foreach (int unit in symmetry.Units.AsSpan())
            sum += Math.Abs(change[unit]);
        return sum;
    }

    /// <summary>One symmetry's quantities.</summary>
    private sealed class Quantity(NetworkSymmetry symmetry)
    {
        private readonly UnitDeviations<T> _form = new(symmetry);
        private readonly double[] _start = new double[symmetry.BlockCount];
        private readonly double[] _change = new double[symmetry.BlockCount];

        public NetworkSymmetry Symmetry => symmetry;

        public SgdConservation<T>? Prediction { get; private set; }

        /// <summary>(unit) measured change since the start.</summary>
        public ReadOnlySpan<double> Change => _change;

        public void Start(ReadOnlySpan<T> theta, IOptimizer<T>? optimizer)
        {
            _form.Measure(theta, theta); // the deviation of theta itself is the conserved quantity
            _form.Signed.CopyTo(_start);
            if (optimizer is Sgd sgd && SgdConservation<T>.Covers(symmetry.Kind, sgd))
                Prediction = new SgdConservation<T>(symmetry, sgd, theta);
        }

        public void Measure(ReadOnlySpan<T> theta)
        {
            _form.Measure(theta, theta);
            for (int unit = 0; unit < _change.Length; unit++)
                _change[unit] = _form.Signed[unit] - _start[unit];
        }
    }
}
