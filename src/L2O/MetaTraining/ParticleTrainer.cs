using System.Numerics;
using L2O.MetaTraining.Estimators;
using L2O.MetaTraining.Tasks;
using L2O.Numerics;
using L2O.Optimizers;
using L2O.Optimizers.Learned;

namespace L2O.MetaTraining;

/// <summary>
/// Trains a learned optimizer on many inner runs side by side, by forward passes alone if the estimator says so. Same seed, same bits,
/// whatever the number of threads and processes.
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class ParticleTrainer<T> : IMetaTrainer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ParticleTrainingSettings _settings;
    private readonly Population<T> _population;
    private readonly ParticleEvaluation<T> _evaluation;
    private readonly ParameterLayout _layout;
    private readonly OptimizerRun<T> _metaOptimizer;
    private readonly AlignedBuffer<T> _phi, _gradient, _nextPhi;
    private readonly List<EpochMetrics> _metrics = [];
    private readonly List<FamilyMetrics> _familyMetrics = [];
    private readonly double[] _familyLosses; // (family) summed over the epoch under way
    private double _gradientNorms;
    private MetaTrainingCursor _cursor;
    private T[] _bestPhi;
    private double _bestLoss = double.PositiveInfinity;

    /// <summary>Draws a fresh phi and makes the particles.</summary>
    /// <param name="learned">The learned optimizer.</param>
    /// <param name="settings">Families, estimators, meta-optimizer.</param>
    /// <param name="data">All of <see cref="ParticleTrainingSettings.Sources"/> by name.</param>
    /// <param name="seed">Source of all randomness.</param>
    /// <param name="compute">Threads, each of which takes whole particles.</param>
    /// <param name="startPhi">(P) what to start from; empty draws a fresh phi.</param>
    /// <param name="exchange">The other processes; null for none.</param>
    /// <exception cref="ArgumentException">Something does not fit.</exception>
    public ParticleTrainer(ILearnedOptimizer learned, ParticleTrainingSettings settings, IReadOnlyDictionary<string, TaskData> data,
        ulong seed, Compute compute, ReadOnlySpan<T> startPhi = default, IShareExchange? exchange = null)
    {
        exchange ??= new SingleProcess();
        var rng = new Rng(seed);
        (_settings, _layout) = (settings, learned.PhiLayout());
        int count = _layout.Count;
        (_phi, _gradient, _nextPhi) = (new AlignedBuffer<T>(count), new AlignedBuffer<T>(count), new AlignedBuffer<T>(count));
        if (startPhi.IsEmpty)
            learned.InitializePhi(_phi.Span, rng.Split("phi"));
        else
            startPhi.CopyTo(_phi.Span);
        _bestPhi = _phi.Span.ToArray();
        _metaOptimizer = settings.MetaOptimizer.Create<T>().Start(_layout, new RunContext(settings.MetaSteps, givesLoss: true));
        var families = new List<(ParticleFamily<T>, double)>();
        int first = 0;
        for (int f = 0; f < settings.Families.Length; f++)
        {
            TaskFamilySettings family = settings.Families[f];
            int start = first;
            families.Add((new ParticleFamily<T>(family.Estimator, family.Horizon, rng.Split("family", (ulong)f), count, compute.Lanes,
                i => exchange.Owns(start + i) ? new TrainingPair<T>(family, data, learned, compute.Serial) : null), family.Weight));
            first += family.Estimator.Particles;
        }
        _population = new Population<T>(families, count, settings.MetaSteps, exchange, compute);
        _evaluation = new ParticleEvaluation<T>(learned, settings.Validation, settings.Families, data, rng.Split("evaluation"), exchange,
            compute);
        _familyLosses = new double[settings.Families.Length];
    }

    /// <inheritdoc/>
    public int Epoch => _metrics.Count;

    /// <inheritdoc/>
    public IReadOnlyList<EpochMetrics> Metrics => _metrics;

    /// <summary>One entry for each family and epoch done.</summary>
    public IReadOnlyList<FamilyMetrics> FamilyMetrics => _familyMetrics;

    /// <inheritdoc/>
    public ReadOnlySpan<T> Phi => _phi.Span;

    /// <inheritdoc/>
    public ReadOnlySpan<T> BestPhi => _bestPhi;

    /// <inheritdoc/>
    public MetaTrainingCursor Cursor => _cursor;

    private int MetaStepsDone => Epoch * _settings.StepsOfEpoch + _cursor.Run;

    private int StepsOfThisEpoch => Math.Min(_settings.StepsOfEpoch, _settings.MetaSteps - Epoch * _settings.StepsOfEpoch);

    /// <inheritdoc/>
    public EpochMetrics RunEpoch(MetaTrainingHooks? hooks, CancellationToken cancellation = default)
    {
        hooks ??= new MetaTrainingHooks();
        long inner = _settings.InnerSteps;
        while (_cursor.Run < StepsOfThisEpoch)
        {
            cancellation.ThrowIfCancellationRequested();
            MetaStep(hooks, cancellation);
            hooks.Progress?.Report(new MetaTrainingProgress(Epoch + 1, MetaStepsDone * inner, _settings.MetaSteps * inner,
                _population.MetaLoss, _cursor.MetaLossSum / Math.Max(1, _cursor.MetaSteps)));
            hooks.Boundary?.Invoke();
        }
        return FinishEpoch(cancellation);
    }

    /// <inheritdoc/>
    public MetaTrainingState<T> Save()
    {
        var optimizer = new StateWriter<T>();
        _metaOptimizer.Save(optimizer);
        var particles = new StateWriter<T>();
        _population.Save(particles);
        particles.Write("families", [.. _familyMetrics.SelectMany(static row => new[] { row.MetaLoss, row.GradientNorm })
            .Concat(_familyLosses).Append(_gradientNorms).Select(T.CreateTruncating)]);
        return new MetaTrainingState<T>(Epoch, _phi.Span.ToArray(), [.. _bestPhi], _bestLoss, optimizer.Tensors, [.. _metrics])
        {
            Cursor = _cursor,
            InnerRun = particles.Tensors,
        };
    }

    /// <inheritdoc/>
    public void Restore(MetaTrainingState<T> state)
    {
        if (state.Phi.Length != _phi.Length || state.BestPhi.Length != _phi.Length || state.Metrics.Count != state.Epoch
            || state.Epoch > _settings.Epochs)
            throw new InvalidDataException($"state of {state.Phi.Length} parameters after {state.Epoch} epochs with {state.Metrics.Count} "
                + $"metrics; expected {_phi.Length} parameters and metrics for each epoch, {_settings.Epochs} at most");
        if (state.Cursor.Run < 0 || state.Cursor.Run > _settings.StepsOfEpoch)
            throw new InvalidDataException(
                $"state at meta-step {state.Cursor.Run} of an epoch; expected 0 to {_settings.StepsOfEpoch}");
        _metaOptimizer.Load(new StateReader<T>(state.MetaOptimizer));
        state.Phi.CopyTo(_phi.Span);
        (_bestPhi, _bestLoss, _cursor) = ([.. state.BestPhi], state.BestLoss, state.Cursor);
        _metrics.Clear();
        _metrics.AddRange(state.Metrics);
        var reader = new StateReader<T>(state.InnerRun);
        _population.Load(reader);
        int families = _familyLosses.Length;
        var numbers = new T[(2 * families * Epoch) + families + 1];
        reader.Read("families", numbers);
        _familyMetrics.Clear();
        for (int i = 0; i < families * Epoch; i++)
            _familyMetrics.Add(new FamilyMetrics(1 + i / families, NameOf(i % families), Number(numbers[2 * i]),
                Number(numbers[2 * i + 1])));
        for (int f = 0; f < families; f++)
            _familyLosses[f] = Number(numbers[(2 * families * Epoch) + f]);
        _gradientNorms = Number(numbers[^1]);
    }

    private void MetaStep(MetaTrainingHooks hooks, CancellationToken cancellation)
    {
        _population.Estimate(MetaStepsDone, _phi.Span, cancellation);
        double square = 0;
        int lost = _population.Lost;
        for (int i = 0; i < _gradient.Length; i++)
        {
            double value = _population.Gradient[i];
            if (!double.IsFinite(value))
                (value, lost) = (0, lost + 1);
            square += value * value;
            _gradient.Span[i] = T.CreateTruncating(value);
        }
        _phi.Span.CopyTo(_nextPhi.Span);
        _metaOptimizer.Step(_nextPhi.Span, _gradient.Span, default, double.IsFinite(_population.MetaLoss) ? _population.MetaLoss : 0);
        bool isLost = FiniteCheck.FirstNonFinite<T>(_nextPhi.Span) >= 0;
        if (isLost)
            hooks.Diverged?.Invoke(new Divergence(DivergenceSource.Phi, null, double.NaN) { Epoch = Epoch + 1, Run = _cursor.Run + 1 });
        else
            _nextPhi.Span.CopyTo(_phi.Span);
        bool counts = double.IsFinite(_population.MetaLoss);
        _cursor = _cursor with
        {
            Run = _cursor.Run + 1,
            MetaSteps = _cursor.MetaSteps + (counts ? 1 : 0),
            MetaLossSum = _cursor.MetaLossSum + (counts ? _population.MetaLoss : 0),
            SkippedMetaSteps = _cursor.SkippedMetaSteps + (isLost ? 1 : 0),
            DivergedRuns = _cursor.DivergedRuns + (lost > 0 ? 1 : 0),
        };
        for (int f = 0; f < _familyLosses.Length; f++)
            _familyLosses[f] = Rounded(_familyLosses[f] + _population.LossOf(f));
        _gradientNorms = Rounded(_gradientNorms + Math.Sqrt(square));
    }

    private EpochMetrics FinishEpoch(CancellationToken cancellation)
    {
        double loss = _evaluation.Evaluate(Epoch + 1, _phi.Span, cancellation);
        bool best = loss < _bestLoss && _cursor.SkippedMetaSteps < _cursor.Run;
        if (best)
            (_bestLoss, _bestPhi) = (loss, _phi.Span.ToArray());
        var metrics = new EpochMetrics(Epoch + 1, _cursor.MetaLossSum / _cursor.MetaSteps, loss, best, _cursor.SkippedMetaSteps,
            _cursor.DivergedRuns);
        int steps = _cursor.Run;
        for (int f = 0; f < _familyLosses.Length; f++)
            _familyMetrics.Add(new FamilyMetrics(Epoch + 1, NameOf(f), Rounded(_familyLosses[f] / steps), Rounded(_gradientNorms / steps)));
        Array.Clear(_familyLosses);
        (_gradientNorms, _cursor) = (0, default);
        _metrics.Add(metrics);
        return metrics;
    }

    private string NameOf(int family) => _settings.Families[family].Name ?? $"family {family + 1}";

    // What is stored in a checkpoint has the precision of T: so does what goes on without one.
    private static double Rounded(double value) => Number(T.CreateTruncating(value));

    private static double Number(T value) => double.CreateTruncating(value);
}
