using BenchmarkDotNet.Attributes;
using L2O.Kernels.Lanes;
using L2O.Numerics;
using L2O.Optimizers.Learned.Lstm;

namespace L2O.Benchmarks;

/// <summary>
/// One step of the learned optimizer at every register width; widths that the processor lacks fail to set up and show NA.
/// </summary>
[MemoryDiagnoser]
public class LstmStepBenchmarks
{
    private Compute _compute = null!;
    private CoordinateLstmRun<float> _run = null!;
    private float[] _theta = null!;
    private float[] _gradient = null!;

    [Params(LaneWidth.Scalar, LaneWidth.Bits128, LaneWidth.Bits256, LaneWidth.Bits512)]
    public LaneWidth Lanes { get; set; }

    [Params(15_910)]
    public int Coordinates { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _compute = new Compute(threads: 1, Lanes);
        _run = BoundOptimizer.Create(_compute).Start(ParameterLayout.Vector(Coordinates));
        (_theta, _gradient) = (new float[Coordinates], BoundOptimizer.Uniform(Coordinates, 0.01));
    }

    [GlobalCleanup]
    public void Cleanup() => _compute.Dispose();

    [Benchmark]
    public void Step() => _run.Step(_theta, _gradient);
}
