using System.Collections.Immutable;
using L2O.Kernels.Functions;
using L2O.Optimizers;
using L2O.Optimizers.State;
using L2O.Training;

namespace L2O.Dynamics.Spectra;

/// <summary>
/// The measure <c>spectrograms</c>: of each channel of a learned optimizer's hidden and cell state the mean over its owners, followed
/// over the last 20 iterations before their steps, as a power spectrum (<see cref="StateSpectrum"/>). Optimizers without a recurrent state
/// give nothing.
/// </summary>
/// <param name="schedule">When to measure: the last iterations of windows.</param>
/// <param name="sink">Takes the numbers.</param>
internal sealed class SpectrogramObserver(MeasureSchedule schedule, IMeasurementSink sink) : IStepObserver<float>
{
    /// <summary>Of the hidden state.</summary>
    public static MeasureQuantity Hidden { get; } = new("hidden_spectrogram", "power",
        "power spectral density of the state's mean over the coordinates, last 20 iterations, Hann window, one-sided, mean not taken out; "
            + "recurrent learned optimizers only")
    {
        Unit = "state squared an inverse iteration",
        Targets = "layer L channel C",
        Position = "frequency, cycles an iteration",
    };

    /// <summary>Of the cell state.</summary>
    public static MeasureQuantity Cell { get; } = Hidden with { Name = "cell_spectrogram" };

    /// <summary>All that it writes.</summary>
    public static ImmutableArray<MeasureQuantity> Quantities { get; } = [Hidden, Cell];

    private readonly double[] _window = new double[StateSpectrum.Window];
    private readonly double[] _power = new double[StateSpectrum.Frequencies];
    private Part[]? _parts;

    /// <inheritdoc/>
    public void BeforeStep(in StepStart<float> start)
    {
        _parts ??= [.. start.Run.StateParts.Index().Where(static part => part.Item.Layer > 0)
            .Select(static part => new Part(part.Item, part.Index))];
        if (_parts.Length == 0 || !IsNeeded(start.Iteration))
            return;
        foreach (Part part in _parts)
            part.Take(start.Run, start.Iteration);
        if (start.Iteration < StateSpectrum.Window || !schedule.IsDue(start.Iteration))
            return;
        foreach (Part part in _parts)
            Write(part, start.Iteration);
    }

    /// <summary>Whether a window that ends at a planned iteration has this one in it.</summary>
    private bool IsNeeded(int iteration)
    {
        for (int end = iteration; end < iteration + StateSpectrum.Window; end++)
            if (end >= StateSpectrum.Window && schedule.IsDue(end))
                return true;
        return false;
    }

    private void Write(Part part, int iteration)
    {
        for (int channel = 0; channel < part.Targets.Length; channel++)
        {
            for (int t = 0; t < StateSpectrum.Window; t++)
                _window[t] = part.Mean(channel, iteration + 1 + t); // the place of the coming iteration holds the oldest
            StateSpectrum.Compute(_window, _power);
            for (int k = 0; k < StateSpectrum.Frequencies; k++)
                sink.Add(new Measurement(iteration, part.Targets[channel], part.Measure, _power[k], StateSpectrum.Frequency(k)));
        }
    }

    /// <summary>The last means of one part of the state.</summary>
    private sealed class Part(StatePart state, int index)
    {
        private readonly float[] _values = new float[state.Channels * state.Count];
        private readonly double[] _means = new double[state.Channels * StateSpectrum.Window]; // (channel, iteration modulo window)

        public string Measure { get; } = (state.IsCell ? Cell : Hidden).Name;

        public string[] Targets { get; } = [.. Enumerable.Range(1, state.Channels)
            .Select(channel => $"layer {state.Layer} channel {channel}")];

        public double Mean(int channel, int iteration) => _means[channel * StateSpectrum.Window + iteration % StateSpectrum.Window];

        public void Take(OptimizerRun<float> run, int iteration)
        {
            run.ReadState(index, _values);
            for (int channel = 0; channel < state.Channels; channel++)
                _means[channel * StateSpectrum.Window + iteration % StateSpectrum.Window] =
                    WideSums.Sum(_values.AsSpan(channel * state.Count, state.Count)) / state.Count;
        }
    }
}
