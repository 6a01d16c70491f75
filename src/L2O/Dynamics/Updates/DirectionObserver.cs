using System.Collections.Immutable;
using L2O.Kernels.Functions;
using L2O.Numerics;
using L2O.Training;

namespace L2O.Dynamics.Updates;

/// <summary>
/// The measure <c>direction</c>: the cosine between the update and the negative gradient, by tensor and for all, and the effective learning
/// rate of coordinates by the size of their gradient: the median of |update|/|gradient| in bins of half a decade of |gradient|.
/// </summary>
internal sealed class DirectionObserver : IStepObserver<float>
{
    /// <summary>The cosine.</summary>
    public static MeasureQuantity Cosine { get; } = new("update_descent_cosine", "cosine to the negative gradient",
        "cosine between the update and the negative gradient, -1 to 1; empty where one is zero")
    {
        IsKey = true,
    };

    /// <summary>The effective learning rate.</summary>
    public static MeasureQuantity Rate { get; } = new("effective_rate", "|update|/|gradient|",
        "median of |update|/|gradient| over the coordinates with |gradient| in that bin of half a decade; zeros are left out")
    {
        Targets = "all",
        Position = "lower edge of the bin",
    };

    /// <summary>All that it writes.</summary>
    public static ImmutableArray<MeasureQuantity> Quantities { get; } = [Cosine, Rate];

    private const int BinsPerDecade = 2;
    private const int LowestDecade = -12;
    private const int Decades = 16; // smaller and larger gradients fall into the outermost bins; zeros into none
    private const int Bins = BinsPerDecade * Decades;

    private readonly ParameterLayout _layout;
    private readonly MeasureSchedule _schedule;
    private readonly IMeasurementSink _sink;
    private readonly int[] _starts = new int[Bins + 1]; // of each bin in _rates
    private readonly int[] _bins; // of each coordinate; -1 for none
    private readonly float[] _rates; // bin by bin

    /// <summary>Watches a run.</summary>
    /// <param name="layout">The tensors of theta.</param>
    /// <param name="schedule">When to measure.</param>
    /// <param name="sink">Takes the numbers.</param>
    public DirectionObserver(ParameterLayout layout, MeasureSchedule schedule, IMeasurementSink sink)
    {
        ArgumentNullException.ThrowIfNull(layout);
        (_layout, _schedule, _sink) = (layout, schedule, sink);
        (_bins, _rates) = (new int[layout.Count], new float[layout.Count]);
    }

    /// <inheritdoc/>
    public void OnStep(in StepView<float> step)
    {
        if (!_schedule.IsDue(step.Iteration))
            return;
        WriteCosines(step.Iteration, step.Update, step.Gradient);
        WriteRates(step.Iteration, step.Update, step.Gradient);
    }

    private void WriteCosines(int iteration, ReadOnlySpan<float> update, ReadOnlySpan<float> gradient)
    {
        double allInner = 0, allUpdate = 0, allGradient = 0;
        foreach (ParameterSlot slot in _layout.Slots)
        {
            ReadOnlySpan<float> u = slot.Of(update), g = slot.Of(gradient);
            double inner = WideSums.InnerProduct(u, g), squaresU = WideSums.Squares(u), squaresG = WideSums.Squares(g);
            (allInner, allUpdate, allGradient) = (allInner + inner, allUpdate + squaresU, allGradient + squaresG);
            WriteCosine(iteration, slot.Name, inner, squaresU, squaresG);
        }
        WriteCosine(iteration, Measurement.All, allInner, allUpdate, allGradient);
    }

    // Of a vector of zeros there is no direction: NaN, an empty cell.
    private void WriteCosine(int iteration, string target, double inner, double squaresU, double squaresG) =>
        _sink.Add(new Measurement(iteration, target, Cosine.Name, -inner / Math.Sqrt(squaresU * squaresG)));

    private void WriteRates(int iteration, ReadOnlySpan<float> update, ReadOnlySpan<float> gradient)
    {
        Sort(update, gradient);
        for (int bin = 0, start = 0; bin < Bins; bin++)
        {
            Span<float> rates = _rates.AsSpan(start, _starts[bin] - start); // Sort left the bins' ends in place of their starts
            start = _starts[bin];
            if (rates.Length == 0)
                continue;
            rates.Sort();
            double median = rates.Length % 2 == 1 ? rates[rates.Length / 2]
                : ((double)rates[rates.Length / 2 - 1] + rates[rates.Length / 2]) / 2;
            _sink.Add(new Measurement(iteration, Measurement.All, Rate.Name,
                double.IsFinite(median) ? median : double.NaN, Edge(bin))); // over gradients of 1e-45 it may overflow
        }
    }

    /// <summary>Puts each coordinate's rate into its bin's part of the rates.</summary>
    private void Sort(ReadOnlySpan<float> update, ReadOnlySpan<float> gradient)
    {
        Array.Clear(_starts);
        for (int i = 0; i < gradient.Length; i++)
            if ((_bins[i] = BinOf(gradient[i])) is >= 0 and var bin)
                _starts[bin + 1]++;
        for (int bin = 0; bin < Bins; bin++)
            _starts[bin + 1] += _starts[bin];
        for (int i = 0; i < gradient.Length; i++)
            if (_bins[i] is >= 0 and var bin)
                _rates[_starts[bin]++] = MathF.Abs(update[i]) / MathF.Abs(gradient[i]);
    }

    private static int BinOf(float gradient) => gradient == 0 || !float.IsFinite(gradient) ? -1
        : Math.Clamp((int)Math.Floor(BinsPerDecade * (Math.Log10(Math.Abs((double)gradient)) - LowestDecade)), 0, Bins - 1);

    private static double Edge(int bin) => Math.Pow(10, LowestDecade + (double)bin / BinsPerDecade);
}
