using BenchmarkDotNet.Attributes;
using L2O.Dynamics;
using L2O.Dynamics.Symmetry;
using L2O.Optimizees;
using L2O.Optimizers.Learned.Lstm;
using L2O.Optimizers.Rules;
using L2O.Training;

namespace L2O.Benchmarks;

/// <summary>
/// What the measures of symmetries add to an iteration, beside the learned optimizer's step on the same 15,910 coordinates.
/// </summary>
[MemoryDiagnoser]
public class SymmetryBenchmarks
{
    private readonly Compute _compute = new(threads: 1);
    private readonly NoSink _sink = new();
    private float[] _theta = [];
    private float[] _gradient = [];
    private float[] _update = [];
    private CoordinateLstmRun<float> _run = null!;
    private SymmetryDeviationObserver<float> _deviations = null!;
    private ConservationObserver<float> _conservation = null!;

    [GlobalSetup]
    public void Setup()
    {
        Network<float> network = OptimizeeCatalog.Create<float>("mlp-leaky-relu-20", 784, 10, _compute);
        int n = network.Layout.Count;
        (_theta, _gradient, _update) = (BoundOptimizer.Uniform(n, 1), BoundOptimizer.Uniform(n, 0.01), BoundOptimizer.Uniform(n, 0.01));
        var settings = new CoordinateLstm();
        _run = settings.BindLstm<float>(new float[settings.PhiLayout().Count], _compute).Start(network.Layout);
        _deviations = new SymmetryDeviationObserver<float>(network.Symmetries, new MeasureSchedule(1), _sink);
        _conservation = new ConservationObserver<float>(network.Symmetries, new Sgd(0.1, 0.9), new MeasureSchedule(1), _sink);
    }

    [Benchmark(Baseline = true)]
    public void LearnedStep() => _run.Step(_theta, _gradient, _update);

    [Benchmark]
    public void Deviations() => _deviations.OnStep(View);

    [Benchmark]
    public void Conservation() => _conservation.OnStep(View);

    private StepView<float> View =>
        new() { Iteration = 1, Theta = _theta, Gradient = _gradient, Update = _update, NextTheta = _theta, Train = default, Run = _run };

    private sealed class NoSink : IMeasurementSink
    {
        public void Add(in Measurement measurement)
        {
        }
    }
}
