using L2O.MetaTesting;
using L2O.Tables;
using Xunit;

namespace L2O.SlowTests.Runs;

/// <summary>Published weights, imported, train the task that they were published for.</summary>
public sealed class PublishedWeightTests : IDisposable
{
    private const int Iterations = 300;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("dm_cw", 0.48)]
    [InlineData("dm_cl_il_cw", 0.30)]
    [InlineData("rnnprop_rp", 0.31)]
    [InlineData("rnnprop_cl_il_rp", 0.31)]
    public void They_train_a_sigmoid_network_on_MNIST(string name, double expectedLoss)
    {
        string? weights = Environment.GetEnvironmentVariable("L2O_WEIGHTS"), data = Environment.GetEnvironmentVariable("L2O_DATA");
        Assert.SkipWhen(string.IsNullOrEmpty(weights) || string.IsNullOrEmpty(data), "L2O_WEIGHTS and L2O_DATA are not both set");
        TinyCommands.Run($"import {Path.Combine(weights, $"{name}.l2l-0")} --out {_folder["phi.safetensors"]}");
        TinyCommands.Run($"meta-test {_folder["phi.safetensors"]} --data mnist --data-dir {data} --optimizees mlp-sigmoid-20 " +
            $"--iterations {Iterations} --runs 2 --baselines adam@0.01 --out {_folder["out"]} --quiet");
        LossCurve[] curves = [.. MetricsCsv.Read(_folder["out"]).Curves
            .Where(static curve => !curve.Optimizer.StartsWith("adam", StringComparison.Ordinal))];
        Assert.Equal(2, curves.Length);
        Assert.All(curves, curve => Assert.InRange(curve.Points.TakeLast(50).Average(static point => point.TrainLoss), 0.1, expectedLoss));
    }
}
