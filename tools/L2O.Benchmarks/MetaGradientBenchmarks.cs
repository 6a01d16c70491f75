using BenchmarkDotNet.Attributes;
using L2O.MetaTraining.Estimators;
using L2O.Numerics;
using L2O.Optimizers.Learned.Lstm;

namespace L2O.Benchmarks;

/// <summary>The gradient of phi over one unroll of 15,910 coordinates.</summary>
[MemoryDiagnoser]
public class MetaGradientBenchmarks
{
    private const int Coordinates = 15_910;

    private Compute _compute = null!;
    private TruncatedBptt<float> _bptt = null!;
    private float[] _phiGradient = null!;

    [Params(20, 200)]
    public int Unroll { get; set; }

    [Params(1, 2)]
    public int Threads { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _compute = new Compute(Threads);
        CoordinateLstmOptimizer<float> optimizer = BoundOptimizer.Create(_compute);
        CoordinateLstmRun<float> run = optimizer.Start(ParameterLayout.Vector(Coordinates));
        _phiGradient = new float[optimizer.Settings.PhiLayout().Count];
        _bptt = new TruncatedBptt<float>(run, Coordinates, Unroll, logLoss: true, regularizes: false);
        _bptt.Begin();
        float[] gradient = BoundOptimizer.Uniform(Coordinates, 0.01);
        for (int step = 0; step < Unroll; step++)
        {
            gradient.CopyTo(_bptt.Gradient);
            _bptt.Record(1);
        }
    }

    [GlobalCleanup]
    public void Cleanup() => _compute.Dispose();

    [Benchmark]
    public void Differentiate() => _bptt.Differentiate(_phiGradient);
}
