using System.Text;
using L2O.Files;
using L2O.MetaTesting;
using L2O.MetaTraining;

namespace L2O.Tables;

/// <summary>
/// Appends where a run stands to <c>progress.csv</c> in its folder, at most a row a second, so that others can follow it. No part of the
/// run's results: the file holds times, and if it can't be written the run goes on without it. May be called from several threads at once.
/// </summary>
internal sealed class ProgressLog : IProgress<MetaTrainingProgress>, IProgress<MetaTestProgress>, IDisposable
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "progress.csv";

    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);

    private readonly IProgress<MetaTrainingProgress>? _next;
    private readonly TimeProvider _clock;
    private readonly Lock _gate = new();
    private FileStream? _stream;
    private long? _written;
    private ProgressPoint? _pending;
    private long _iterations;
    private double _lossSum;
    private int _losses;

    /// <summary>
    /// Opens the file; its whole rows stay, and half of one, which a killed process left, goes. Never throws for a file that can't be
    /// opened: then nothing is written.
    /// </summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="next">Told of a meta-training's every report too; may be null.</param>
    /// <param name="clock">Gives the times; null means the system's.</param>
    public ProgressLog(string folder, IProgress<MetaTrainingProgress>? next = null, TimeProvider? clock = null)
    {
        (_next, _clock) = (next, clock ?? TimeProvider.System);
        string path = Path.Combine(folder, FileName);
        Try(() =>
        {
            AppendedText.CutHalfLine(path); // half a row would spoil the table for whoever reads it whole
            _stream = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            if (_stream.Position == 0)
                _stream.Write(Encoding.UTF8.GetBytes($"{ProgressPoint.Header}\n"));
        });
    }

    /// <inheritdoc/>
    public void Report(MetaTrainingProgress value)
    {
        Add(value.Epoch, value.Iterations, value.TotalIterations, value.Loss, value.MetaLoss);
        _next?.Report(value);
    }

    /// <inheritdoc/>
    public void Report(MetaTestProgress value) => Add(0, value.Iterations, value.TotalIterations, value.Loss, double.NaN);

    /// <summary>Writes the last report, if it is not written yet, and closes the file.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            WritePending();
            Try(() => _stream?.Dispose());
            _stream = null;
        }
    }

    private void Add(int epoch, long iterations, long total, double loss, double metaLoss)
    {
        lock (_gate)
        {
            if (_stream is null)
                return;
            if (double.IsFinite(loss))
                (_lossSum, _losses) = (_lossSum + loss, _losses + 1);
            _iterations = Math.Max(iterations, _iterations); // side by side, reports may overtake one another
            _pending = new ProgressPoint(default, epoch, _iterations, total, double.NaN, metaLoss);
            if (_written is not { } written || _clock.GetElapsedTime(written) >= s_interval)
                WritePending();
        }
    }

    private void WritePending()
    {
        if (_stream is null || _pending is not { } point)
            return;
        string line = (point with { Time = _clock.GetUtcNow(), Loss = _lossSum / _losses }).Format();
        (_pending, _lossSum, _losses, _written) = (null, 0, 0, _clock.GetTimestamp());
        Try(() => _stream.Write(Encoding.UTF8.GetBytes($"{line}\n"))); // one write a row: who reads meanwhile meets whole lines
    }

    // A disk that is full or gone stops the run where its results are stored, with a message of its own.
    private void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            _stream = null;
        }
    }
}
