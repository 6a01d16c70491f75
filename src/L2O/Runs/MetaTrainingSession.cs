using System.Diagnostics;
using L2O.Data;
using L2O.Experiments;
using L2O.Files;
using L2O.MetaTraining;
using L2O.MetaTraining.Estimators;
using L2O.Optimizees.Losses;
using L2O.Pretrained;
using L2O.Tables;
using L2O.Training;
using Microsoft.Extensions.Logging.Abstractions;

namespace L2O.Runs;

/// <summary>One process's work on a <see cref="MetaTrainingFolder"/>: lock, record, log, checkpoints when they are due.</summary>
internal sealed class MetaTrainingSession : IDisposable
{
    private readonly MetaTrainingFolder _folder;
    private readonly MetaTrainingRunOptions _options;
    private readonly RunKeeper _keeper;
    private readonly JsonLinesLogger _logFile;
    private readonly TeeLogger _log;
    private readonly ProgressLog _progress;
    private readonly CheckpointStore _checkpoints;
    private readonly IMetaTrainer<float> _trainer;
    private readonly Compute _compute;
    private readonly string[] _leftOut;
    private readonly double _chance;
    private readonly DataRecord _data;
    private bool _saidCollapsed;
    private long _lastCheckpoint = Stopwatch.GetTimestamp();
    private int _boundaries;

    /// <summary>Takes the folder and restores what it holds. Changes nothing if it holds no sound state.</summary>
    public MetaTrainingSession(MetaTrainingFolder folder, IDataset? train, Compute compute, MetaTrainingRunOptions options)
    {
        (_folder, _compute, _options) = (folder, compute, options);
        _keeper = new RunKeeper(folder.FullPath);
        try
        {
            string?[] damage;
            (_trainer, _data, _leftOut, _chance, damage) = folder.Experiment.Particles is null ? Runs(train!) : Particles();
            _checkpoints = new CheckpointStore(folder.FullPath);
            Restore(out string? warning);
            _logFile = new JsonLinesLogger(Path.Combine(folder.FullPath, MetaTrainingFolder.LogFile));
            _log = new TeeLogger(_logFile, options.Logger ?? NullLogger.Instance);
            _progress = new ProgressLog(folder.FullPath, options.Progress);
            foreach (string line in damage.Append(warning).OfType<string>())
            {
                _log.Damaged(line);
                options.Warned?.Invoke(line);
            }
            Workers?.Begin(RoundsDone);
        }
        catch
        {
            _logFile?.Dispose();
            _keeper.Dispose();
            throw;
        }
    }

    private int Epochs => _folder.Experiment.Epochs;

    private IWorkerExchange? Workers => _options.Exchange as IWorkerExchange;

    private int RoundsDone => _folder.Experiment.Particles!.Rounds.Done(_trainer.Epoch, _trainer.Cursor.Run);

    public void Dispose()
    {
        _progress.Dispose();
        _logFile.Dispose();
        _keeper.Dispose();
    }

    /// <summary>Trains to the end, and keeps the folder's record of it.</summary>
    public PhiFile Run(string kind, CancellationToken cancellation) =>
        _keeper.Keep(kind, _folder.Experiment.Seed, _compute.Threads, $"all {Epochs} epochs are done", _log, () =>
        {
            MetaTrainingCursor cursor = _trainer.Cursor;
            _log.Begun(kind, _trainer.Epoch + 1, Epochs, cursor.Run + 1, cursor.Iteration,
                Environment.ProcessId, _compute.Threads, (int)_compute.Lanes);
            foreach (string note in _leftOut)
            {
                _log.Noted(note);
                _options.Warned?.Invoke(note);
            }
            Train(cancellation);
            return _folder.Best(_trainer, _data, _chance);
        }, cancellation);

    private (IMetaTrainer<float>, DataRecord, string[] LeftOut, double Chance, string?[] Damage) Runs(IDataset train)
    {
        Experiment experiment = _folder.Experiment;
        var data = new DataRecord(_options.DataName ?? experiment.Data.ToString(),
            DataRecord.Require(_folder.FullPath, train, _options.HasOwnData, out string? damage));
        MetaTrainer<float> trainer = _folder.CreateTrainer(train, _compute, out string? unread);
        MetaTrainingSettings settings = experiment.MetaTraining;
        string[] leftOut = [.. trainer.Tasks.Zip(experiment.Mixture, (task, named) => BatchNeeds.LeftOut(
            named.Optimizee, task.Optimizee, settings.BatchSize, train.Count, settings.Iterations)).OfType<string>()];
        double chance = ChanceLevel.Of(train, LossCatalog.Choose(experiment.Loss, train), settings.Iterations);
        return (trainer, data, leftOut, chance, [damage, unread]);
    }

    private (IMetaTrainer<float>, DataRecord, string[] LeftOut, double Chance, string?[] Damage) Particles()
    {
        IReadOnlyDictionary<string, IDataset> sources = _options.Sources!;
        var data = new DataRecord(DataRecord.NameOf(sources), DataRecord.Require(_folder.FullPath, sources, out string? damage));
        ParticleTrainer<float> trainer = _folder.CreateTrainer(sources, _compute, _options.Exchange, out string? unread);
        return (trainer, data, [], 1, [damage, unread]); // losses are shares of that of guessing
    }

    private void Restore(out string? warning)
    {
        if (_checkpoints.Load(_folder.Experiment.LearnedOptimizer, out warning) is not { } state)
            return;
        try
        {
            _trainer.Restore(state);
        }
        catch (InvalidDataException failure)
        {
            throw new InvalidDataException($"{Path.Combine(_folder.FullPath, CheckpointFile.FileName)}: {failure.Message}", failure);
        }
    }

    private void Train(CancellationToken cancellation)
    {
        if (_trainer.Epoch > 0)
            _folder.StoreResults(_trainer, _data, _chance); // the process may have ended between a checkpoint and these
        using var deadline = new CancellationTokenSource();
        using CancellationTokenRegistration registration = cancellation.Register(() => deadline.CancelAfter(_options.CancellationGrace));
        var hooks = new MetaTrainingHooks { Progress = _progress, Boundary = () => AtBoundary(cancellation), Diverged = Warn };
        while (_trainer.Epoch < Epochs)
        {
            cancellation.ThrowIfCancellationRequested();
            EpochMetrics metrics = _trainer.RunEpoch(hooks, deadline.Token);
            _folder.StoreEpoch(_trainer, _data, _chance);
            Checkpoint();
            _folder.StoreResults(_trainer, _data, _chance);
            _log.EpochDone(metrics.Epoch, Epochs, metrics.MetaLoss, metrics.TestLoss, metrics.Best,
                metrics.SkippedMetaSteps, metrics.DivergedRuns);
            _options.EpochDone?.Invoke(metrics);
            WarnOfCollapse(metrics);
        }
    }

    private void AtBoundary(CancellationToken cancellation)
    {
        bool isDue = Workers?.WantsCheckpoint ?? _options.Checkpoints.IsDue(++_boundaries, _lastCheckpoint);
        if (isDue || cancellation.IsCancellationRequested)
            Checkpoint();
        cancellation.ThrowIfCancellationRequested();
    }

    private void Checkpoint()
    {
        _keeper.RequireMine();
        long started = Stopwatch.GetTimestamp();
        Workers?.Storing();
        _checkpoints.Save(_folder.Experiment.LearnedOptimizer, _trainer.Save());
        Workers?.Stored(RoundsDone);
        (_lastCheckpoint, _boundaries) = (Stopwatch.GetTimestamp(), 0);
        _log.Checkpointed(_trainer.Epoch, _trainer.Cursor.Run, _trainer.Cursor.Iteration,
            Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        _options.Checkpointed?.Invoke(_trainer.Epoch, _trainer.Cursor);
    }

    /// <summary>
    /// Says once that epochs have sunk to the level of guessing; the first epoch may be there, as nothing has been learned by then.
    /// </summary>
    private void WarnOfCollapse(EpochMetrics metrics)
    {
        bool isLast = metrics.Epoch == Epochs;
        if (_saidCollapsed || !ChanceLevel.IsAt(metrics.TestLoss, _chance) || (metrics.Epoch == 1 && !isLast))
            return;
        _saidCollapsed = true;
        string warning = $"epoch {metrics.Epoch}: the meta-training is at chance level "
            + $"({ChanceLevel.Describe(metrics.TestLoss, _chance)}); {ChanceLevel.Advice}";
        _log.Collapsed(warning);
        _options.Warned?.Invoke(warning);
    }

    private void Warn(Divergence divergence)
    {
        _log.Diverged(divergence.ToString(), _folder.Experiment.MetaTraining.Divergence.ToString());
        _options.Warned?.Invoke(divergence.ToString());
    }
}
