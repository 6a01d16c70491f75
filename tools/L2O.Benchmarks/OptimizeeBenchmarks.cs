using BenchmarkDotNet.Attributes;
using L2O.Data;
using L2O.Numerics;
using L2O.Optimizees;

namespace L2O.Benchmarks;

/// <summary>Loss and gradient of networks of the study on a batch of 128.</summary>
[MemoryDiagnoser]
public class OptimizeeBenchmarks
{
    private const int Batch = 128;
    private const int InputSize = 784;
    private const int ClassCount = 10;

    private Compute _compute = null!;
    private Network<float> _network = null!;
    private float[] _theta = null!;
    private float[] _gradient = null!;
    private float[] _inputs = null!;
    private readonly byte[] _labels = new byte[Batch];

    [Params("mlp-sigmoid-20", "mlp-relu-20-batchnorm", "mlp-relu-128-128", "conv-mnist")]
    public string Name { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        _compute = new Compute(threads: 1);
        _network = OptimizeeCatalog.Create<float>(Name, InputSize, ClassCount, _compute);
        (_theta, _gradient) = (new float[_network.Layout.Count], new float[_network.Layout.Count]);
        _network.Initialize(_theta, new Rng(1));
        _inputs = BoundOptimizer.Uniform(Batch * InputSize, 1);
        for (int i = 0; i < Batch; i++)
            _labels[i] = (byte)(i % ClassCount);
    }

    [GlobalCleanup]
    public void Cleanup() => _compute.Dispose();

    [Benchmark]
    public double LossAndGradient() => _network.LossAndGradient(_theta, new Batch<float>(_inputs, _labels), _gradient).Loss;
}
