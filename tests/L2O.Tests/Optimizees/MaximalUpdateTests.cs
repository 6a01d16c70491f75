using L2O.MetaTraining.Estimators;
using L2O.Numerics;
using L2O.Optimizees;
using L2O.Optimizees.Layers;
using L2O.Optimizers;
using L2O.Optimizers.Learned;
using L2O.Optimizers.Learned.Learnable;
using L2O.Optimizers.Learned.Lstm;
using L2O.Optimizers.Rules;
using L2O.Testing;
using Xunit;

namespace L2O.Tests.Optimizees;

/// <summary>Networks in the maximal update parametrization: <c>mlp-...-mup</c>.</summary>
public sealed class MaximalUpdateTests
{
    private const int Inputs = 50, Width = 40, Classes = 5;

    [Fact]
    public void The_layer_behind_the_head_matches_finite_differences()
    {
        var layer = new OutputScale<double>(7, 0.25);
        Assert.InRange(GradientCheck.RelativeError(layer, 4, isTraining: true, seed: 1), 0, 1e-9);
    }

    [Fact]
    public void Starts_are_those_of_the_parametrization()
    {
        using var compute = new Compute(1);
        Network<double> network = Create(compute);
        double[] theta = Start(network);
        Check(network, theta, "layers.mat_0.weight", 1 / Math.Sqrt(Inputs));
        Check(network, theta, "layers.mat_1.weight", 1 / Math.Sqrt(Width));
        Assert.All(network.Layout["layers.final_mat.weight"].Of<double>(theta).ToArray(), static value => Assert.Equal(0, value));
        double[] biases = [.. network.Layout.Slots.Where(static slot => slot.Role == TensorRole.Bias)
            .SelectMany(slot => slot.Of<double>(theta).ToArray())];
        Assert.InRange(biases.Average(static bias => bias * bias), 0.6, 1.5); // 85 squares of N(0, 1): deviation 0.15
    }

    [Fact]
    public void Outputs_are_divided_by_the_last_layers_inputs()
    {
        using var compute = new Compute(1);
        Network<double> network = Create(compute);
        double[] theta = Start(network), outputs = new double[Classes];
        network.Predict(theta, new double[Inputs], outputs);
        double[] biases = network.Layout["layers.final_mat.bias"].Of<double>(theta).ToArray();
        Assert.Equal(biases.Select(static bias => bias * (1.0 / Width)), outputs);
    }

    [Fact]
    public void Only_learned_updates_of_hidden_matrices_are_scaled()
    {
        using var compute = new Compute(1);
        Network<double> scaled = Create(compute);
        var plain = new ParameterLayout([.. scaled.Layout.Slots.Select(static slot => (slot.Name, slot.Shape.ToArray()))]);
        Assert.Equal([1, 1, 1.0 / Width, 1, 1, 1], scaled.Layout.Slots.Select(static slot => slot.UpdateScale));
        var learned = new LearnableSgd();
        double[] phi = new double[learned.PhiLayout().Count];
        learned.InitializePhi<double>(phi, new Rng(1));
        double[] theta = Start(scaled), gradient = Start(scaled);
        double[] expected = Updates(learned.Bind<double>(phi, compute).Start(plain, new RunContext(10)), theta, gradient);
        double[] updates = Updates(learned.Bind<double>(phi, compute).Start(scaled.Layout, new RunContext(10)), theta, gradient);
        foreach (ParameterSlot slot in scaled.Layout.Slots)
            Assert.Equal(slot.Of<double>(expected).ToArray().Select(value => value * slot.UpdateScale), slot.Of<double>(updates).ToArray());
        Assert.Equal(Updates(((IOptimizer<double>)new Sgd(0.1)).Start(plain), theta, gradient),
            Updates(((IOptimizer<double>)new Sgd(0.1)).Start(scaled.Layout), theta, gradient));
    }

    [Fact]
    public void Other_networks_and_back_propagation_are_refused()
    {
        Assert.Contains("'-mup' is for networks of affine layers",
            Assert.Throws<ArgumentException>(static () => OptimizeeCatalog.Check("conv-mnist-mup")).Message, StringComparison.Ordinal);
        using var compute = new Compute(1);
        Network<double> network = Create(compute);
        var learned = new CoordinateLstm();
        LearnedRun<double> run = learned.Bind<double>(new double[learned.PhiLayout().Count], compute)
            .Start(network.Layout, new RunContext(10));
        Assert.Contains("expected particles", Assert.Throws<ArgumentException>(() =>
            new TruncatedBptt<double>(run, network.Layout.Count, 5, logLoss: true, regularizes: false)).Message, StringComparison.Ordinal);
    }

    private static Network<double> Create(Compute compute) =>
        OptimizeeCatalog.Create<double>($"mlp-tanh-{Width}-{Width}-mup", Inputs, Classes, compute);

    private static double[] Start(Network<double> network)
    {
        double[] theta = new double[network.Layout.Count];
        network.Initialize(theta, new Rng(3));
        return theta;
    }

    private static double[] Updates(OptimizerRun<double> run, double[] theta, double[] gradient)
    {
        double[] update = new double[theta.Length];
        run.Step([.. theta], gradient, update);
        return update;
    }

    private static void Check(Network<double> network, double[] theta, string name, double deviation)
    {
        double[] values = network.Layout[name].Of<double>(theta).ToArray();
        Assert.All(values, value => Assert.InRange(value, -2 * deviation, 2 * deviation));
        double cut = 0.774; // variance of N(0, 1) cut at two deviations
        Assert.InRange(values.Average(static value => value * value) / (deviation * deviation), cut - 0.1, cut + 0.1);
    }
}
