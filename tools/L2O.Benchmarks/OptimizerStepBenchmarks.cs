using BenchmarkDotNet.Attributes;
using L2O.Numerics;
using L2O.Optimizers;

namespace L2O.Benchmarks;

/// <summary>Steps of the hand-designed optimizers on 15,910 coordinates.</summary>
[MemoryDiagnoser]
public class OptimizerStepBenchmarks
{
    private const int Coordinates = 15_910;

    private readonly float[] _theta = BoundOptimizer.Uniform(Coordinates, 1);
    private readonly float[] _gradient = BoundOptimizer.Uniform(Coordinates, 0.01);
    private OptimizerRun<float> _run = null!;

    [Params("sgd", "momentum", "nesterov", "adam", "adamw", "rmsprop", "lion")]
    public string Name { get; set; } = "";

    [GlobalSetup]
    public void Setup() => _run = OptimizerCatalog.Factory<float>(Name)(1e-6).Start(ParameterLayout.Vector(Coordinates));

    [Benchmark]
    public void Step() => _run.Step(_theta, _gradient);
}
