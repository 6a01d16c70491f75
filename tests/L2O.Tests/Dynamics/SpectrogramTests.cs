using System.Numerics;
using L2O.Dynamics;
using L2O.Dynamics.Spectra;
using L2O.Numerics;
using L2O.Optimizers;
using L2O.Optimizers.Learned;
using L2O.Optimizers.Learned.Lstm;
using L2O.Optimizers.Learned.Partial;
using L2O.Optimizers.Learned.RnnProp;
using L2O.Optimizers.Rules;
using L2O.Testing;
using L2O.Training;
using MathNet.Numerics.IntegralTransforms;
using Xunit;

namespace L2O.Tests.Dynamics;

public sealed class SpectrogramTests
{
    [Fact]
    public void Spectra_equal_those_of_a_fast_fourier_transform()
    {
        double[] values = Draw(20), power = new double[StateSpectrum.Frequencies];
        StateSpectrum.Compute(values, power);

        Complex[] transform = [.. values.Select(static (value, t) => new Complex(value * MathNet.Numerics.Window.HannPeriodic(20)[t], 0))];
        Fourier.Forward(transform, FourierOptions.AsymmetricScaling);
        double weights = MathNet.Numerics.Window.HannPeriodic(20).Sum(static weight => weight * weight);
        for (int k = 0; k <= 10; k++)
        {
            double magnitude = transform[k].Magnitude / Math.Sqrt(weights);
            Assert.Equal((k is 0 or 10 ? 1 : 2) * magnitude * magnitude, power[k], 1e-12 * power.Max());
        }
    }

    [Fact]
    public void Spectra_equal_the_direct_sum_of_the_definition()
    {
        double[] values = Draw(20), power = new double[StateSpectrum.Frequencies];
        StateSpectrum.Compute(values, power);

        for (int k = 0; k <= 10; k++)
        {
            Complex sum = 0;
            double weights = 0;
            for (int t = 0; t < 20; t++)
            {
                double weight = Math.Pow(Math.Sin(Math.PI * t / 20), 2);
                sum += weight * values[t] * Complex.Exp(new Complex(0, -2 * Math.PI * k * t / 20));
                weights += weight * weight;
            }
            Assert.Equal((k is 0 or 10 ? 1 : 2) * sum.Magnitude * sum.Magnitude / weights, power[k], 1e-12 * power.Max());
        }
    }

    [Fact]
    public void A_wave_stands_at_its_frequency()
    {
        double[] power = new double[StateSpectrum.Frequencies];
        StateSpectrum.Compute([.. Enumerable.Range(0, 20).Select(static t => Math.Cos(2 * Math.PI * 0.2 * t))], power);

        Assert.Equal(4, Array.IndexOf(power, power.Max()));
        Assert.Equal(0.2, StateSpectrum.Frequency(4));
        // Hann's window reaches the neighbors alone
        Assert.All(power.Where(static (_, k) => Math.Abs(k - 4) > 1), static value => Assert.InRange(value, 0, 1e-25));
    }

    [Fact]
    public void The_state_is_read_by_channel_and_its_means_are_followed()
    {
        using var compute = new Compute(threads: 1);
        const int n = 45; // a whole block and a part of one
        var layout = ParameterLayout.Vector(n);
        LearnedRun<float> run = LearnedRuns.Draw<float>(new CoordinateLstm(hiddenSize: 3), compute, 1, out _).Start(layout);
        Assert.Equal([("hidden_0", 1, false), ("hidden_1", 2, false), ("cell_0", 1, true), ("cell_1", 2, true)],
            run.StateParts.Select(static part => (part.Name, part.Layer, part.IsCell)));

        var rows = new MeasuredRows();
        var observer = new SpectrogramObserver(new MeasureSchedule(0, 15, 24), rows);
        var means = new List<double>();
        float[] theta = new float[n], read = new float[3 * n];
        for (int i = 1; i <= 25; i++)
        {
            float[] gradient = LearnedRuns.Gradient<float>(n, i, 1), update = new float[n];
            observer.BeforeStep(new StepStart<float> { Iteration = i, Theta = theta, Gradient = gradient, Train = default, Run = run });
            var writer = new StateWriter<float>();
            run.Save(writer);
            float[] stored = writer.Tensors.Single(static tensor => tensor.Name == "cell_1").Values; // (coordinate, channel)
            run.ReadState(3, read);
            for (int channel = 0; channel < 3; channel++)
                for (int coordinate = 0; coordinate < n; coordinate++)
                    Assert.Equal(stored[coordinate * 3 + channel], read[channel * n + coordinate]);
            means.Add(Enumerable.Range(0, n).Average(coordinate => (double)stored[coordinate * 3 + 1]));
            run.Step(theta, gradient, update);
        }

        double[] expected = new double[StateSpectrum.Frequencies];
        StateSpectrum.Compute([.. means[4..24]], expected);
        double[] measured = rows.Values(24, "layer 2 channel 2", "cell_spectrogram");
        for (int k = 0; k < expected.Length; k++)
            Assert.Equal(expected[k], measured[k], 1e-12 * expected.Max());
        Assert.Equal([24], rows.Rows.Select(static row => row.Iteration).Distinct()); // at 15 there were no 20 iterations yet
        Assert.Equal(2 * 2 * 3 * 11, rows.Rows.Count);
    }

    [Fact]
    public void Optimizers_without_a_state_give_nothing()
    {
        MeasuredRun.Watch("mlp-tanh-3", new Adam(0.1), 21, static (_, sink) => new SpectrogramObserver(new MeasureSchedule(1), sink),
            out MeasuredRows rows);
        Assert.Empty(rows.Rows);
    }

    [Fact]
    public void Shared_and_partly_controlled_states_are_read()
    {
        using var compute = new Compute(threads: 1);
        var layout = new ParameterLayout(("layers.mat_0.weight", [2, 3]), ("layers.mat_0.bias", [1]), ("layers.final_mat.weight", [2, 2]));
        foreach ((ILearnedOptimizer settings, int coordinates) in new (ILearnedOptimizer, int)[]
        {
            (new CoordinateLstm(hiddenSize: 2, sharedState: true), 1),
                (new PartialControl(new CoordinateLstm(hiddenSize: 2)), 10), (new RnnProp(hiddenSize: 2), 11),
        })
        {
            LearnedRun<float> run = LearnedRuns.Draw<float>(settings, compute, 1, out _).Start(layout);
            float[] theta = new float[11], values = new float[2 * coordinates];
            run.Step(theta, LearnedRuns.Gradient<float>(11, 1, 1));

            Assert.All(run.StateParts.Where(static part => part.Layer > 0),
                part => Assert.Equal((2, coordinates), (part.Channels, part.Count)));
            run.ReadState(2, values);
            Assert.Contains(values, static value => value != 0);
            Assert.Throws<ArgumentException>(() => run.ReadState(0, new float[values.Length + 1]));
        }
    }

    private static double[] Draw(int n)
    {
        var rng = new Rng(8);
        return [.. Enumerable.Range(0, n).Select(_ => rng.NextNormal())];
    }
}
