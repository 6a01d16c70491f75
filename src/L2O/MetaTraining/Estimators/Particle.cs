using System.Numerics;
using L2O.Numerics;
using L2O.Optimizers;

namespace L2O.MetaTraining.Estimators;

/// <summary>
/// One inner run after another, or an antithetic pair of them, that estimators watch a truncation at a time. All that is drawn follows from
/// the particle's stream, so a particle may live in any thread or process.
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal abstract class Particle<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const string PlaceName = "place";

    private readonly IUnrollPair<T> _pair;
    private readonly Rng _stream;
    private readonly HorizonSettings _horizon;

    /// <param name="settings">The estimator.</param>
    /// <param name="horizon">How long runs are.</param>
    /// <param name="pair">The runs; this particle's alone.</param>
    /// <param name="stream">Source of its runs.</param>
    protected Particle(EstimatorSettings settings, HorizonSettings horizon, IUnrollPair<T> pair, Rng stream) =>
        (Settings, _horizon, _pair, _stream) = (settings, horizon, pair, stream);

    /// <summary>The estimator.</summary>
    protected EstimatorSettings Settings { get; }

    /// <summary>The runs.</summary>
    protected IUnrollPair<T> Pair => _pair;

    /// <summary>Where the run under way stands; its length is 0 before the first.</summary>
    public ParticlePlace Place { get; private set; }

    /// <summary>Makes one truncation.</summary>
    /// <param name="step">Where the meta-training stands.</param>
    public abstract ParticleShare Unroll(in UnrollStep<T> step);

    /// <summary>Writes where it stands.</summary>
    public void Save(StateWriter<T> writer)
    {
        writer.Write($"{PlaceName}.episode", Place.Episode);
        writer.Write($"{PlaceName}.begun_at", Place.BegunAt);
        writer.Write($"{PlaceName}.step", Place.Step);
        writer.Write($"{PlaceName}.length", Place.Length);
        if (Place.Length > 0)
            _pair.Save(writer);
    }

    /// <summary>Goes on where <see cref="Save"/> was called.</summary>
    /// <param name="reader">The state.</param>
    /// <param name="metaSteps">Meta-steps of the whole meta-training.</param>
    /// <exception cref="InvalidDataException">The stored state does not fit.</exception>
    public void Load(StateReader<T> reader, int metaSteps)
    {
        var place = new ParticlePlace(reader.ReadInt($"{PlaceName}.episode"), reader.ReadInt($"{PlaceName}.begun_at"),
            reader.ReadInt($"{PlaceName}.step"), reader.ReadInt($"{PlaceName}.length"));
        if (place.Episode < 0 || place.BegunAt < 0 || place.Step < 0 || place.Length < 0)
            throw new InvalidDataException($"a particle stands at {place}; expected numbers of 0 or more");
        Place = place;
        if (place.Length == 0)
            return;
        _pair.Begin(Draw(place.Episode), Progress(place.BegunAt, metaSteps), place.Length);
        _pair.Load(reader);
    }

    /// <summary>The part of a meta-training that is over before a meta-step.</summary>
    internal static double Progress(int metaStep, int metaSteps) => (double)metaStep / metaSteps;

    /// <summary>Begins the next run with both phi as they are bound.</summary>
    protected void BeginRun(in UnrollStep<T> step, int? length = null)
    {
        bool isFirst = Place.Length == 0;
        int episode = isFirst ? 0 : Place.Episode + 1;
        int steps = length ?? LengthOf(episode, step.Progress);
        _pair.Begin(Draw(episode), step.Progress, steps);
        int over = isFirst && !Settings.Lockstep && Settings.Kind != EstimatorKind.FullEs
            ? _stream.Split("offset").NextInt(_horizon.LongestAt(step.Progress)) : 0;
        Place = new ParticlePlace(episode, step.Number, Math.Min(over, steps - 1), steps);
    }

    /// <summary>Counts a step of the run under way.</summary>
    protected void CountStep() => Place = Place with { Step = Place.Step + 1 };

    private Rng Draw(int episode) => _stream.Split("run", (ulong)episode);

    private int LengthOf(int episode, double progress) => _horizon.Draw(_stream.Split("length", (ulong)episode), progress);
}
