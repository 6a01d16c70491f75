using System.Collections.Immutable;
using System.Numerics;
using L2O.Kernels;
using L2O.Optimizers;

namespace L2O.MetaTraining.Estimators;

/// <summary>All particles of a meta-training: unrolls them side by side and forms the meta-gradient, the same in every process.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class Population<T> : IParallelWork where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ImmutableArray<ParticleFamily<T>> _families;
    private readonly double[] _weights; // (family), of sum 1
    private readonly int[] _firsts; // (family): number of its first particle
    private readonly ParticleShare[] _shares; // (particle of all families)
    private readonly T[] _phi;
    private readonly double[] _gradient;
    private readonly Compute _compute;
    private readonly IShareExchange _exchange;
    private readonly int _metaSteps;
    private int _metaStep;
    private CancellationToken _cancellation;

    /// <param name="families">With the weight of each, positive.</param>
    /// <param name="phiCount">P.</param>
    /// <param name="metaSteps">Meta-steps of the whole meta-training.</param>
    /// <param name="exchange">The other processes.</param>
    /// <param name="compute">Threads, each of which takes whole particles.</param>
    public Population(IReadOnlyList<(ParticleFamily<T> Family, double Weight)> families, int phiCount, int metaSteps,
        IShareExchange exchange, Compute compute)
    {
        double sum = families.Sum(static family => family.Weight);
        _families = [.. families.Select(static family => family.Family)];
        _weights = [.. families.Select(family => family.Weight / sum)];
        _firsts = new int[_families.Length];
        for (int f = 1; f < _firsts.Length; f++)
            _firsts[f] = _firsts[f - 1] + _families[f - 1].Count;
        _shares = new ParticleShare[_firsts[^1] + _families[^1].Count];
        (_phi, _gradient) = (new T[phiCount], new double[phiCount]);
        (_metaSteps, _exchange, _compute) = (metaSteps, exchange, compute);
    }

    /// <summary>(P) the last meta-gradient.</summary>
    public ReadOnlySpan<double> Gradient => _gradient;

    /// <summary>Steps of the last meta-step whose losses were not finite.</summary>
    public int Lost { get; private set; }

    /// <summary>Mean contribution to the meta-loss in the last meta-step: weighted mean over families; NaN where nothing counted.</summary>
    public double MetaLoss { get; private set; } = double.NaN;

    /// <summary>The same of one family.</summary>
    public double LossOf(int family)
    {
        double sum = 0;
        long counted = 0;
        foreach (ParticleShare share in Shares(family))
            (sum, counted) = (sum + share.LossSum, counted + share.Counted);
        return counted == 0 ? double.NaN : sum / counted;
    }

    /// <summary>Unrolls all particles by one truncation and forms the meta-gradient.</summary>
    /// <param name="metaStep">From 0.</param>
    /// <param name="phi">(P).</param>
    /// <param name="cancellation">Ends the meta-step; its state is lost then.</param>
    public void Estimate(int metaStep, ReadOnlySpan<T> phi, CancellationToken cancellation)
    {
        phi.CopyTo(_phi);
        (_metaStep, _cancellation) = (metaStep, cancellation);
        _compute.ForEach(this, _shares.Length);
        cancellation.ThrowIfCancellationRequested();
        _exchange.Exchange(metaStep, _shares, cancellation);
        Array.Clear(_gradient);
        (Lost, MetaLoss) = (0, 0);
        for (int f = 0; f < _families.Length; f++)
        {
            _families[f].Add(Shares(f), _weights[f], _gradient);
            MetaLoss += _weights[f] * LossOf(f);
        }
        foreach (ParticleShare share in _shares)
            Lost += share.Lost;
    }

    /// <summary>One particle's part of a meta-step.</summary>
    public void Execute(int item, int worker)
    {
        if (_cancellation.IsCancellationRequested)
            return;
        int f = _firsts.Length - 1;
        while (_firsts[f] > item)
            f--;
        int particle = item - _firsts[f];
        _families[f].Perturb(particle, _metaStep);
        if (_families[f].Owns(particle))
            _shares[item] = _families[f].Unroll(particle, _metaStep, _metaSteps, _phi, _cancellation);
    }

    /// <summary>Writes the particles that are here; between meta-steps.</summary>
    public void Save(StateWriter<T> writer)
    {
        for (int f = 0; f < _families.Length; f++)
            _families[f].Save(writer.Within($"family.{f}."));
    }

    /// <summary>Goes on where <see cref="Save"/> was called.</summary>
    /// <exception cref="InvalidDataException">The stored state does not fit.</exception>
    public void Load(StateReader<T> reader)
    {
        for (int f = 0; f < _families.Length; f++)
            _families[f].Load(reader.Within($"family.{f}."), _metaSteps);
    }

    private ReadOnlySpan<ParticleShare> Shares(int family) => _shares.AsSpan(_firsts[family], _families[family].Count);
}
