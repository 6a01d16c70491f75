using L2O.Numerics;
using L2O.Optimizers.Learned;
using L2O.Optimizers.Learned.RnnProp;
using Xunit;

namespace L2O.Tests.Optimizers.Learned;

public sealed class RnnPropTests
{
    [Fact]
    public void Two_steps_of_one_coordinate_follow_the_paper()
    {
        var settings = new RnnProp(hiddenSize: 3, beta1: 0.8, beta2: 0.6, updateScale: 0.2);
        double[] phi = new double[settings.PhiLayout().Count];
        settings.InitializePhi<double>(phi, new Rng(4));
        for (int i = 0; i < phi.Length; i++)
            phi[i] *= 2;
        using var compute = new Compute(1);
        LearnedRun<double> run = settings.Bind<double>(phi, compute).Start(ParameterLayout.Vector(1));
        ParameterLayout layout = settings.PhiLayout();
        ReadOnlySpan<double> Tensor(string name) => layout[name].Of<double>(phi);
        double mean = 0, square = 0;
        double[] h0 = new double[3], c0 = new double[3], h1 = new double[3], c1 = new double[3], update = new double[1];
        for (int t = 1; t <= 2; t++)
        {
            double gradient = t == 1 ? 0.3 : -2;
            mean = 0.8 * mean + 0.2 * gradient;
            square = 0.6 * square + 0.4 * gradient * gradient;
            double root = Math.Sqrt(square / (1 - Math.Pow(0.6, t))) + 1e-8;
            double[] read = [mean / (1 - Math.Pow(0.8, t)) / root, gradient / root], features = new double[3];
            for (int unit = 0; unit < 3; unit++)
            {
                double sum = Tensor("input.bias")[unit] + Tensor("input.weight")[2 * unit] * read[0]
                    + Tensor("input.weight")[2 * unit + 1] * read[1];
                features[unit] = sum > 0 ? sum : Math.Exp(sum) - 1;
            }
            (h0, c0) = Cell(features, h0, c0, Tensor("recurs.weight_ih"), Tensor("recurs.weight_hh"),
                Tensor("recurs.bias_ih"), Tensor("recurs.bias_hh"));
            (h1, c1) = Cell(h0, h1, c1, Tensor("recurs2.weight_ih"), Tensor("recurs2.weight_hh"),
                Tensor("recurs2.bias_ih"), Tensor("recurs2.bias_hh"));
            double output = Tensor("output.bias")[0];
            for (int unit = 0; unit < 3; unit++)
                output += Tensor("output.weight")[unit] * h1[unit];
            run.Step(new double[1], [gradient], update);
            Assert.Equal(0.2 * Math.Tanh(output), update[0], 1e-13);
        }
    }

    [Fact]
    public void The_scale_of_the_gradients_does_not_matter()
    {
        var settings = new RnnProp(hiddenSize: 5);
        double[] phi = new double[settings.PhiLayout().Count], gradient = new double[40], small = new double[40], large = new double[40];
        settings.InitializePhi<double>(phi, new Rng(4));
        using var compute = new Compute(1);
        LearnedOptimizer<double> optimizer = settings.Bind<double>(phi, compute);
        LearnedRun<double> first = optimizer.Start(ParameterLayout.Vector(40)), second = optimizer.Start(ParameterLayout.Vector(40));
        for (ulong t = 0; t < 5; t++)
        {
            new Rng(t).FillUniform<double>(gradient, 1);
            first.Step(new double[40], gradient, small);
            second.Step(new double[40], [.. gradient.Select(static g => 1000 * g)], large);
        }
        Assert.Equal(small, large, static (a, b) => Math.Abs(a - b) < 1e-6); // ε = 1e-8 next to the smallest gradients
    }

    private static (double[] Hidden, double[] Cell) Cell(
        double[] input, double[] hidden, double[] cell, ReadOnlySpan<double> weightIh,
            ReadOnlySpan<double> weightHh, ReadOnlySpan<double> biasIh, ReadOnlySpan<double> biasHh)
    {
        int size = hidden.Length;
        double[] sums = new double[4 * size], newHidden = new double[size], newCell = new double[size];
        for (int row = 0; row < sums.Length; row++)
        {
            sums[row] = biasIh[row] + biasHh[row];
            for (int k = 0; k < size; k++)
                sums[row] += weightIh[row * size + k] * input[k] + weightHh[row * size + k] * hidden[k];
        }
        for (int unit = 0; unit < size; unit++)
        {
            newCell[unit] = Logistic(sums[size + unit]) * cell[unit] + Logistic(sums[unit]) * Math.Tanh(sums[2 * size + unit]);
            newHidden[unit] = Logistic(sums[3 * size + unit]) * Math.Tanh(newCell[unit]);
        }
        return (newHidden, newCell);
    }

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));
}
