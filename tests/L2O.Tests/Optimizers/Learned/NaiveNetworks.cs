using L2O.Numerics;
using L2O.Optimizers.Learned;
using L2O.Optimizers.Learned.Celo;
using L2O.Optimizers.Learned.Elo;
using L2O.Optimizers.Learned.Factored;
using L2O.Optimizers.Learned.SmallFc;

namespace L2O.Tests.Optimizers.Learned;

/// <summary>The small networks with their phi, in double precision, for <see cref="NaiveSmallMlp"/>.</summary>
/// <param name="settings">smallFc, ELO, or Celo in its first phase.</param>
/// <param name="phi">(P).</param>
internal sealed class NaiveNetworks(ILearnedOptimizer settings, double[] phi)
{
    private static readonly double[] s_times = [1, 3, 10, 30, 100, 300, 1e3, 3e3, 1e4, 3e4, 1e5];
    private static readonly double[] s_decays = [0.9, 0.99, 0.999, 0.999, 0.9, 0.99, 0.999];

    private readonly ParameterLayout _layout = settings.PhiLayout();

    /// <summary>Share of theta that a step takes away.</summary>
    public double Decay => settings switch
    {
        SmallFc small => small.LearningRate * small.WeightDecay,
        Elo elo => elo.LearningRate * elo.WeightDecay,
        _ => 0,
    };

    private bool IsCelo => settings is Celo;

    /// <summary>The features and their running means.</summary>
    public NaiveSmallMlp Start(ParameterLayout layout)
    {
        double[] decays = settings is not SmallFc ? s_decays
            : [.. s_decays.Zip(phi[^7..], static (decay, offset) => 1 - Math.Exp(10 * (Math.Log(1 - decay) / 10 + offset)))];
        for (int i = 3; i < decays.Length; i++)
            decays[i] = Math.Clamp(decays[i], 0, 1);
        return new NaiveSmallMlp(IsCelo, decays, layout,
            settings is SmallFc { Convolutions: ConvolutionForm.Matrix } or Elo { Convolutions: ConvolutionForm.Matrix });
    }

    /// <summary>A tensor's rate.</summary>
    public double Rate(double[] theta) => settings switch
    {
        SmallFc small => small.LearningRate * small.UpdateScale,
        Elo elo => elo.LearningRate,
        _ => ((Celo)settings).LearningRate * 0.001 * Math.Sqrt(theta.Average(static p => p * p) + 1e-9),
    };

    /// <summary>The outputs.</summary>
    /// <param name="features">(feature), normalized.</param>
    /// <param name="iteration">Steps made before.</param>
    public (double O, double E) Output(double[] features, int iteration)
    {
        if (IsCelo)
        {
            double[] first = Rectified(Layer(features, 4, (unit, input) => phi[4 * input + unit], Of("b0")));
            double[] second = Rectified(Layer(first, 4, (unit, input) => Of("dense_w.0")[4 * input + unit], Of("dense_b.0")));
            double[] output = Layer(second, 3, (unit, input) => Of("dense_w.1")[3 * input + unit], Of("dense_b.1"));
            return (output[0], output[1]);
        }
        double[] x = [.. features, .. s_times.Select(time => Math.Tanh(iteration / time - 1))];
        double[] hidden = Rectified(Dense(x, "network.input")), next = Rectified(Dense(hidden, "network.linear_0"));
        double[] outputs = Dense(next, "network.output");
        return (outputs[0], outputs[1]);
    }

    private double[] Of(string name) => _layout[name].Of<double>(phi).ToArray();

    private double[] Dense(double[] x, string name)
    {
        double[] weights = Of(name + ".weight"), bias = Of(name + ".bias");
        return Layer(x, bias.Length, (unit, input) => weights[unit * x.Length + input], bias);
    }

    private static double[] Layer(double[] x, int units, Func<int, int, double> weight, double[] bias) =>
        [.. Enumerable.Range(0, units).Select(unit => bias[unit] + x.Select((value, input) => value * weight(unit, input)).Sum())];

    private static double[] Rectified(double[] x) => [.. x.Select(static value => Math.Max(0, value))];
}
