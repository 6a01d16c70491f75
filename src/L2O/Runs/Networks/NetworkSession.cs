using System.Diagnostics;
using L2O.Data;
using L2O.Files;
using L2O.MetaTesting;
using L2O.Optimizees;
using L2O.Tables;
using Microsoft.Extensions.Logging.Abstractions;

namespace L2O.Runs.Networks;

/// <summary>One process's work on a <see cref="NetworkFolder"/>: lock, record, log, checkpoints when they are due.</summary>
internal sealed class NetworkSession : IDisposable
{
    private readonly NetworkFolder _folder;
    private readonly DataSplits _data;
    private readonly NetworkRunOptions _options;
    private readonly RunKeeper _keeper;
    private readonly JsonLinesLogger? _logFile;
    private readonly TeeLogger _log;
    private readonly ProgressLog? _progress;
    private readonly NetworkTrainer _trainer;
    private readonly Compute _compute;
    private long _lastCheckpoint = Stopwatch.GetTimestamp();
    private int _steps; // since the last checkpoint

    /// <summary>Takes the folder and restores what it holds. Changes nothing if it holds no sound state.</summary>
    public NetworkSession(NetworkFolder folder, DataSplits data, Compute compute, NetworkRunOptions options)
    {
        (_folder, _data, _compute, _options) = (folder, data, compute, options);
        _keeper = new RunKeeper(folder.FullPath);
        try
        {
            DataRecord.Require(folder.FullPath, data, out string? damage);
            _trainer = folder.CreateTrainer(data, compute);
            Restore(out string? warning);
            _logFile = new JsonLinesLogger(Path.Combine(folder.FullPath, MetaTrainingFolder.LogFile));
            _log = new TeeLogger(_logFile, options.Logger ?? NullLogger.Instance);
            _progress = new ProgressLog(folder.FullPath);
            foreach (string line in new[] { damage, warning }.OfType<string>())
            {
                _log.Damaged(line);
                options.Warned?.Invoke(line);
            }
        }
        catch
        {
            _logFile?.Dispose();
            _keeper.Dispose();
            throw;
        }
    }

    private int Iterations => _folder.Settings.Iterations;

    public void Dispose()
    {
        _progress?.Dispose();
        _logFile?.Dispose();
        _keeper.Dispose();
    }

    /// <summary>Trains to the end, and keeps the folder's record of it.</summary>
    public NetworkFile Run(CancellationToken cancellation) =>
        _keeper.Keep(NetworkFolder.Kind, _folder.Settings.Seed, _compute.Threads, $"all {Iterations} iterations are done", _log, () =>
        {
            _log.NetworkBegun(_folder.Settings.Network, _folder.Settings.Optimizer, _trainer.Iteration, Iterations, Environment.ProcessId,
                _compute.Threads);
            Train(cancellation);
            LossAndAccuracy test = _trainer.Evaluate(_data.Test);
            return Store(test);
        }, cancellation);

    private void Restore(out string? warning)
    {
        if (NetworkCheckpoint.Load(_folder.FullPath, out warning) is not { } state)
            return;
        try
        {
            _trainer.Load(state);
        }
        catch (InvalidDataException failure)
        {
            throw new InvalidDataException($"{Path.Combine(_folder.FullPath, CheckpointFile.FileName)}: {failure.Message}", failure);
        }
    }

    private void Train(CancellationToken cancellation)
    {
        while (!_trainer.IsDone)
        {
            if (cancellation.IsCancellationRequested)
            {
                Checkpoint();
                SaySkipped();
                cancellation.ThrowIfCancellationRequested();
            }
            double loss = _trainer.Step();
            var progress = new MetaTestProgress(_trainer.Iteration, Iterations, loss);
            _progress!.Report(progress);
            _options.Progress?.Report(progress);
            if (_options.Checkpoints.IsDue(++_steps, _lastCheckpoint) && !_trainer.IsDone)
                Checkpoint();
        }
        if (!_trainer.HasDiverged) // what diverged would only diverge again
            Checkpoint();
        else
        {
            string what = $"the training loss was no finite number at iteration {_trainer.Iteration}; training ended there";
            _log.Damaged(what);
            _options.Warned?.Invoke(what);
        }
        SaySkipped();
    }

    private void SaySkipped()
    {
        if (_trainer.SkippedSteps == 0)
            return;
        string note = $"{_trainer.SkippedSteps} of {_trainer.Iteration} steps were skipped: their gradients were not finite";
        _log.Noted(note);
        _options.Warned?.Invoke(note);
    }

    private void Checkpoint()
    {
        _keeper.RequireMine();
        _trainer.Save().Save(_folder.FullPath);
        Store(test: null);
        (_lastCheckpoint, _steps) = (Stopwatch.GetTimestamp(), 0);
        _options.Checkpointed?.Invoke(_trainer.Iteration);
    }

    private NetworkFile Store(LossAndAccuracy? test)
    {
        NetworkWeights.Save(_folder.FullPath, _trainer.Network, _trainer.BestTheta, _trainer.BestStatistics, _trainer.Best.Iteration);
        TrainingCsv.Write(_folder.FullPath, _trainer.Curve);
        NetworkFile file = _folder.Describe(_data, _trainer, test);
        file.Save(_folder.FullPath);
        return file;
    }
}
