using System.Numerics;
using System.Numerics.Tensors;
using L2O.Kernels.Functions;
using L2O.Kernels.Lanes;
using L2O.Numerics;
using L2O.Optimizers;

namespace L2O.MetaTraining.Estimators;

/// <summary>
/// The particles of one estimator on one family of tasks, and the meta-gradient that their shares come to. Every process of a meta-training
/// knows all perturbations, and owns the runs of some particles.
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class ParticleFamily<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly EstimatorSettings _settings;
    private readonly HorizonSettings _horizon;
    private readonly Rng _stream;
    private readonly Rng[] _perturbations; // of each particle
    private readonly LaneWidth _lanes;
    private readonly int _phiCount;
    private readonly AlignedBuffer<T> _fresh; // (particle, P)
    private readonly AlignedBuffer<T> _carried; // (particle, P), where the estimator carries some
    private readonly Particle<T>?[] _particles; // null where another process owns one

    /// <param name="settings">The estimator.</param>
    /// <param name="horizon">How long runs are.</param>
    /// <param name="stream">Source of all that is drawn.</param>
    /// <param name="phiCount">P.</param>
    /// <param name="lanes">Register width.</param>
    /// <param name="create">Makes the runs of a particle; null for one that another process owns.</param>
    public ParticleFamily(EstimatorSettings settings, HorizonSettings horizon, Rng stream, int phiCount, LaneWidth lanes,
        Func<int, IUnrollPair<T>?> create)
    {
        (_settings, _horizon, _stream, _phiCount, _lanes) = (settings, horizon, stream, phiCount, lanes);
        int evolution = settings.Kind == EstimatorKind.TruncatedBptt ? 0 : settings.Particles;
        _fresh = new AlignedBuffer<T>(checked(evolution * phiCount));
        _carried = new AlignedBuffer<T>(Carries ? checked(evolution * phiCount) : 0);
        _perturbations = new Rng[settings.Particles];
        _particles = new Particle<T>?[settings.Particles];
        for (int i = 0; i < settings.Particles; i++)
        {
            _perturbations[i] = stream.Split("perturbation", (ulong)i);
            Rng own = stream.Split("particle", (ulong)i);
            if (create(i) is { } pair)
                _particles[i] = settings.Kind == EstimatorKind.TruncatedBptt
                    ? new BackpropagationParticle<T>(settings, horizon, (IDifferentiableUnroll<T>)pair, own, phiCount)
                    : new EvolutionParticle<T>(settings, horizon, pair, own, phiCount);
            if (settings.Kind == EstimatorKind.Nres)
                Draw(i, 0, Row(_carried, i));
        }
    }

    /// <summary>N.</summary>
    public int Count => _particles.Length;

    /// <summary>(particle, P) the perturbations that runs have had so far; empty where the estimator carries none.</summary>
    public Span<T> Carried => _carried.Span;

    /// <summary>Whether a particle's runs are here.</summary>
    public bool Owns(int particle) => _particles[particle] is not null;

    private bool Carries => _settings.Kind is EstimatorKind.Pes or EstimatorKind.Nres;

    /// <summary>Draws a particle's perturbation for a meta-step; to be called for all particles before anything else of the step.</summary>
    public void Perturb(int particle, int metaStep)
    {
        if (_fresh.Length == 0)
            return;
        Span<T> fresh = Row(_fresh, particle);
        Draw(particle, metaStep + 1, fresh);
        if (_settings.Kind == EstimatorKind.Pes)
            TensorPrimitives.Add(Row(_carried, particle), fresh, Row(_carried, particle));
    }

    /// <summary>Makes a truncation of a particle that is here.</summary>
    /// <param name="particle">Which.</param>
    /// <param name="metaStep">The meta-step, from 0.</param>
    /// <param name="metaSteps">Meta-steps of the whole meta-training.</param>
    /// <param name="phi">(P).</param>
    /// <param name="cancellation">Ends it after the present step; the particle is of no more use then.</param>
    public ParticleShare Unroll(int particle, int metaStep, int metaSteps, ReadOnlySpan<T> phi, CancellationToken cancellation = default)
    {
        double progress = Particle<T>.Progress(metaStep, metaSteps);
        return _particles[particle]!.Unroll(new UnrollStep<T>
        {
            Number = metaStep,
            Progress = progress,
            Phi = phi,
            Cancellation = cancellation,
            Fresh = _fresh.Length == 0 ? default : Row(_fresh, particle),
            Carried = Carries ? Row(_carried, particle) : default,
            Length = _settings.Kind == EstimatorKind.FullEs
                ? _horizon.Draw(_stream.Split("length", (ulong)metaStep), progress) : null,
        });
    }

    /// <summary>Adds the meta-gradient of all shares, and carries the perturbations on.</summary>
    /// <param name="shares">(particle).</param>
    /// <param name="weight">Factor of the whole.</param>
    /// <param name="gradient">(P); added to.</param>
    public void Add(ReadOnlySpan<ParticleShare> shares, double weight, Span<double> gradient)
    {
        double factor = weight / (2 * _settings.Sigma * _settings.Sigma * Count);
        for (int i = 0; i < Count; i++)
        {
            if (_settings.Kind == EstimatorKind.TruncatedBptt)
            {
                AddScaled(((BackpropagationParticle<T>)_particles[i]!).Gradient, weight / Count, gradient);
                continue;
            }
            if (Carries)
                AddScaled(Row(_carried, i), factor * shares[i].Carried, gradient);
            AddScaled(Row(_fresh, i), factor * shares[i].Fresh, gradient);
            if (Carries && shares[i].HasBegun)
                Row(_fresh, i).CopyTo(Row(_carried, i));
        }
    }

    /// <summary>Writes the particles that are here.</summary>
    public void Save(StateWriter<T> writer)
    {
        for (int i = 0; i < Count; i++)
            _particles[i]?.Save(writer.Within($"particle.{i}."));
        writer.Write("carried", _carried.Span);
    }

    /// <summary>Goes on where <see cref="Save"/> was called.</summary>
    /// <exception cref="InvalidDataException">The stored state does not fit.</exception>
    public void Load(StateReader<T> reader, int metaSteps)
    {
        reader.Read("carried", _carried.Span);
        for (int i = 0; i < Count; i++)
            _particles[i]?.Load(reader.Within($"particle.{i}."), metaSteps);
    }

    private void Draw(int particle, int number, Span<T> values)
    {
        // A stretch of the stream for each meta-step: a position instead of a Split, which would allocate.
        _perturbations[particle].Position = (ulong)number << 33;
        NormalDraws.Fill(_perturbations[particle], _settings.Sigma, _lanes, values);
    }

    private static void AddScaled(ReadOnlySpan<T> vector, double factor, Span<double> sum)
    {
        if (factor == 0)
            return;
        for (int i = 0; i < sum.Length; i++)
            sum[i] += factor * double.CreateTruncating(vector[i]);
    }

    private Span<T> Row(AlignedBuffer<T> rows, int particle) => rows.Span.Slice(particle * _phiCount, _phiCount);
}
