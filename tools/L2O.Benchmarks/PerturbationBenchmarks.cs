using BenchmarkDotNet.Attributes;
using L2O.Kernels.Functions;
using L2O.MetaTraining.Estimators;
using L2O.Numerics;

namespace L2O.Benchmarks;

/// <summary>What every worker of a particle training spends on everybody's perturbations, a particle.</summary>
public class PerturbationBenchmarks
{
    private const int Particles = 8;
    private readonly Compute _compute = new(threads: 1);
    private readonly ParticleShare[] _shares =
        [.. Enumerable.Range(1, Particles).Select(static i => new ParticleShare(i, i, i, 50, false, 0))];
    private ParticleFamily<float> _family = null!;
    private float[] _values = [];
    private double[] _gradient = [];
    private int _metaStep;

    /// <summary>Weights of phi.</summary>
    [Params(347, 10_000)]
    public int Weights { get; set; }

    /// <summary>Makes particles that other processes own.</summary>
    [GlobalSetup]
    public void Setup()
    {
        (_values, _gradient) = (new float[Weights], new double[Weights]);
        _family = new ParticleFamily<float>(new EstimatorSettings(EstimatorKind.Pes, Particles), new HorizonSettings(), new Rng(2), Weights,
            _compute.Lanes, static _ => null);
    }

    /// <summary>Normal numbers of one particle.</summary>
    [Benchmark]
    public void Fill() => NormalDraws.Fill(new Rng(1), 0.01, _compute.Lanes, _values.AsSpan());

    /// <summary>One particle's perturbation of a meta-step.</summary>
    [Benchmark(OperationsPerInvoke = Particles)]
    public void Perturb()
    {
        for (int i = 0; i < Particles; i++)
            _family.Perturb(i, _metaStep);
        _metaStep++;
    }

    /// <summary>One particle's part of the meta-gradient.</summary>
    [Benchmark(OperationsPerInvoke = Particles)]
    public void Add() => _family.Add(_shares, 1, _gradient);
}
