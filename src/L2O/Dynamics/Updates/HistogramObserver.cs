using System.Collections.Immutable;
using System.Numerics.Tensors;
using L2O.Numerics;
using L2O.Optimizees;
using L2O.Optimizees.Layers;
using L2O.Training;

namespace L2O.Dynamics.Updates;

/// <summary>
/// The measure <c>histograms</c>: how many coordinates have an update of which size, in 30 equal bins from 0 to the largest |update| of the
/// iteration, as the study draws them; batch norm's tensors are left out.
/// </summary>
internal sealed class HistogramObserver : IStepObserver<float>
{
    /// <summary>The histogram.</summary>
    public static MeasureQuantity Histogram { get; } = new("update_histogram", "coordinates",
        "coordinates with |update| in that bin, 30 bins from 0 to the largest; without batch norm's tensors")
    {
        Targets = "all",
        Position = "lower edge of the bin",
    };

    /// <summary>The largest update.</summary>
    public static MeasureQuantity Largest { get; } = new("update_max_abs", "largest |update|", "the largest |update|")
    {
        Targets = "all",
        IsKey = true,
    };

    /// <summary>All that it writes.</summary>
    public static ImmutableArray<MeasureQuantity> Quantities { get; } = [Histogram, Largest];

    /// <summary>Number of bins.</summary>
    public const int Bins = 30;

    private const int Turns = 4; // counters that take turns: neighbors often share a bin, and would wait for one another
    private const int Part = 1024; // coordinates at once

    private readonly MeasureSchedule _schedule;
    private readonly IMeasurementSink _sink;
    private readonly ImmutableArray<ParameterSlot> _slots;
    private readonly int[] _counts = new int[Turns * Bins];
    private readonly float[] _places = new float[Part]; // of updates, in bins
    private readonly int[] _bins = new int[Part];

    /// <summary>Watches a run.</summary>
    /// <param name="optimizee">What is trained.</param>
    /// <param name="schedule">When to measure.</param>
    /// <param name="sink">Takes the numbers.</param>
    public HistogramObserver(IOptimizee<float> optimizee, MeasureSchedule schedule, IMeasurementSink sink)
    {
        ArgumentNullException.ThrowIfNull(optimizee);
        (_schedule, _sink) = (schedule, sink);
        HashSet<string> normalizations = optimizee is Network<float> network
            ? [.. network.Layers.SelectMany(static layer => layer.Flatten()).Where(static layer => layer.Role == LayerRole.Normalization)
                .SelectMany(static layer => layer.Parameters).Select(static parameter => parameter.Name)]
            : [];
        _slots = [.. optimizee.Layout.Slots.Where(slot => !normalizations.Contains(slot.Name))];
    }

    /// <inheritdoc/>
    public void OnStep(in StepView<float> step)
    {
        if (!_schedule.IsDue(step.Iteration))
            return;
        float largest = 0;
        foreach (ParameterSlot slot in _slots)
            largest = MathF.Max(largest, MathF.Abs(TensorPrimitives.MaxMagnitude(slot.Of(step.Update)))); // NaN wins
        _sink.Add(new Measurement(step.Iteration, Measurement.All, Largest.Name, largest));
        if (!float.IsFinite(largest))
            return;
        Array.Clear(_counts);
        float binsPerUnit = largest > 0 ? Bins / largest : 0;
        foreach (ParameterSlot slot in _slots)
            Count(slot.Of(step.Update), binsPerUnit);
        for (int bin = 0; bin < Bins; bin++)
        {
            int count = 0;
            for (int turn = 0; turn < Turns; turn++)
                count += _counts[turn * Bins + bin];
            _sink.Add(new Measurement(step.Iteration, Measurement.All, Histogram.Name, count, bin * (double)largest / Bins));
        }
    }

    private void Count(ReadOnlySpan<float> update, float binsPerUnit)
    {
        for (int start = 0; start < update.Length; start += Part)
        {
            int count = Math.Min(Part, update.Length - start);
            Span<float> places = _places.AsSpan(0, count);
            Span<int> bins = _bins.AsSpan(0, count);
            TensorPrimitives.Abs(update.Slice(start, count), places);
            TensorPrimitives.Multiply(places, binsPerUnit, places);
            TensorPrimitives.Min(places, Bins - 1, places); // the largest is in the last bin
            TensorPrimitives.ConvertTruncating<float, int>(places, bins);
            Span<int> counts = _counts;
            for (int i = 0; i < bins.Length; i++)
                counts[(i & (Turns - 1)) * Bins + bins[i]]++;
        }
    }
}
