using System.Text.Json;
using L2O.Numerics;
using L2O.Optimizers;
using L2O.Optimizers.Learned;
using L2O.Optimizers.Learned.Celo;
using L2O.Pretrained;
using L2O.Pretrained.Imports;
using Xunit;

namespace L2O.Tests.Optimizers.Learned;

/// <summary>Steps of the published Celo and Celo-Adam beside a stored evaluation of their formulas in double precision.</summary>
public sealed class CeloTrajectoryTests
{
    private const int Horizon = 200;

    // w is (in, out) there and (out, in) here: the same features, in another order.
    private static readonly ParameterLayout s_layout = new(("w", [2, 3]), ("b", [2]));

    [Theory]
    [InlineData("celo", "celo.state")]
    [InlineData("celo_phase1", "celo.state")]
    [InlineData("celo_adam", "celo-adam.state")]
    public void Published_weights_take_the_stored_steps(string name, string file)
    {
        string? folder = Environment.GetEnvironmentVariable("L2O_WEIGHTS");
        Assert.SkipWhen(string.IsNullOrEmpty(folder), "L2O_WEIGHTS is not set: no published weights");
        ForeignWeights weights = ForeignWeights.Load([Path.Combine(folder, file)]);
        IWeightLayout layout = Assert.Single(WeightLayouts.Of(weights.Tensors));
        ILearnedOptimizer settings = name == "celo_adam" ? new CeloAdam() : new Celo(isScheduled: name == "celo");
        PhiFile phi = layout.Convert(weights.Tensors).ToPhi(settings);
        using var stored = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "celo-trajectories.json")));
        JsonElement[] expected = [.. stored.RootElement.GetProperty(name).EnumerateArray()];
        using var compute = new Compute(threads: 1);
        double[] doubles = [.. phi.Phi.Select(static value => (double)value)];
        Assert.InRange(Error(settings.Bind<double>(doubles, compute), expected), 0, 1e-6);
        Assert.InRange(Error(settings.Bind<float>(phi.Phi.AsSpan(), compute), expected), 0, 1e-4);
    }

    private static double Error<T>(LearnedOptimizer<T> optimizer, JsonElement[] expected)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        double[] start = new double[s_layout.Count];
        for (int k = 0; k < 6; k++)
            start[Place(k)] = 0.1 * (k / 2 + 1) - 0.2 * (k % 2 + 1);
        (start[6], start[7]) = (0.05, -0.03);
        T[] theta = [.. start.Select(T.CreateChecked)];
        OptimizerRun<T> run = optimizer.Start(s_layout, new RunContext(Horizon, givesLoss: true));
        Dictionary<int, JsonElement> steps = expected.ToDictionary(static step => step.GetProperty("step").GetInt32());
        double worst = 0;
        for (int t = 0; t < Horizon; t++)
        {
            T[] gradient = new T[theta.Length];
            double loss = 0;
            for (int k = 0; k < theta.Length; k++)
            {
                int at = k < 6 ? Place(k) : k;
                double target = k < 6 ? 0.5 * Math.Sin(1 + k) : k == 6 ? 0.2 : -0.4;
                double difference = double.CreateChecked(theta[at]) - target;
                loss += difference * difference / 2;
                gradient[at] = T.CreateChecked(difference + 0.1 * Math.Sin(t + 0.7 * (k < 6 ? k : k - 6) + (k < 6 ? 0 : 1)));
            }
            run.Step(theta, gradient, loss: loss);
            if (steps.TryGetValue(t + 1, out JsonElement step))
                worst = Math.Max(worst, Distance(theta, start, step));
        }
        return worst;
    }

    private static double Distance<T>(T[] theta, double[] start, JsonElement step)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        double error = 0, movement = 0;
        double[] w = [.. step.GetProperty("w").EnumerateArray().Select(static value => value.GetDouble())];
        double[] b = [.. step.GetProperty("b").EnumerateArray().Select(static value => value.GetDouble())];
        for (int k = 0; k < theta.Length; k++)
        {
            int at = k < 6 ? Place(k) : k;
            double expected = k < 6 ? w[k] : b[k - 6];
            error += Math.Pow(double.CreateChecked(theta[at]) - expected, 2);
            movement += Math.Pow(expected - start[at], 2);
        }
        return Math.Sqrt(error / movement);
    }

    private static int Place(int k) => k % 2 * 3 + k / 2;
}
