using L2O.Files;
using Microsoft.Extensions.Logging;

namespace L2O.Runs;

/// <summary>Holds a run folder's lock while work goes on in it, and keeps its <c>run.json</c>: who began when, and how it ended.</summary>
internal sealed class RunKeeper : IDisposable
{
    private readonly string _folder;
    private readonly RunLock _lock;
    private volatile bool _hasEnded;

    /// <summary>Takes the folder.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <exception cref="RunInUseException">Another process has it.</exception>
    public RunKeeper(string folder)
    {
        _folder = folder;
        _lock = RunLock.Acquire(folder);
        AtomicFile.DeleteLeftovers(folder);
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    /// <summary>Refuses to store anything in a folder that another process has taken over.</summary>
    /// <exception cref="RunInUseException">One has.</exception>
    public void RequireMine() => _lock.RequireMine();

    /// <summary>Does the work of one session and writes down how it ended.</summary>
    /// <param name="kind">What runs, e.g. <c>meta-test</c>.</param>
    /// <param name="seed">Source of all its randomness.</param>
    /// <param name="threads">Threads that it uses; 0 as in <see cref="Compute"/>.</param>
    /// <param name="done">The exit reason if all goes well.</param>
    /// <param name="log">Told when it ends, and of a session before it that ended without a word.</param>
    /// <param name="work">The work.</param>
    /// <param name="cancellation">Interrupts it: the record says so at once, since the process may end before the work does.</param>
    public T Keep<T>(string kind, ulong seed, int threads, string done, ILogger log, Func<T> work, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(log);
        RunRecord record = Begin(kind, seed, threads, log);
        using CancellationTokenRegistration signal = cancellation.Register(() => Store(record.End(RunState.Interrupted, "interrupted")));
        try
        {
            T result = work();
            RequireMine();
            End(record, RunState.Finished, done, log);
            return result;
        }
        catch (OperationCanceledException)
        {
            End(record, RunState.Interrupted, "interrupted", log);
            throw;
        }
        catch (RunInUseException)
        {
            throw; // the record is the other's
        }
        catch (Exception failure)
        {
            EndFailed(record, failure, log);
            throw;
        }
    }

    private RunRecord Begin(string kind, ulong seed, int threads, ILogger log)
    {
        RunRecord? stored = RunRecord.TryLoad(_folder);
        if (stored is null && File.Exists(Path.Combine(_folder, RunRecord.FileName)))
            log.Damaged($"{Path.Combine(_folder, RunRecord.FileName)} is damaged; it begins anew, without the sessions so far");
        RunRecord record = stored ?? RunRecord.New(kind, seed);
        if (record.Sessions is [.., { Ended: null } dead])
        {
            log.TakenOver(dead.ProcessId, dead.Host);
            record = record.End(RunState.Interrupted, "ended without a word, found by the session after it");
        }
        record = record.Begin(RunSession.Begin(threads));
        record.Save(_folder);
        return record;
    }

    private void Store(RunRecord record)
    {
        try
        {
            if (!_hasEnded && !_lock.IsLost)
                record.Save(_folder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // said again, or refused, where the work ends
        }
    }

    private void End(RunRecord record, RunState state, string reason, ILogger log)
    {
        _hasEnded = true;
        record.End(state, reason).Save(_folder);
        log.Ended(state.ToString().ToLowerInvariant(), reason);
    }

    // What ended the run may keep its end from being written down: then its own message matters more.
    private void EndFailed(RunRecord record, Exception failure, ILogger log)
    {
        try
        {
            End(record, RunState.Failed, failure.Message, log);
        }
        catch (Exception second) when (second is IOException or UnauthorizedAccessException)
        {
            return;
        }
    }
}
