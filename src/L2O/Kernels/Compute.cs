using System.Runtime.ExceptionServices;

namespace L2O.Kernels;

/// <summary>
/// Where kernels run: register width and threads. Results depend on neither. An instance serves one caller at a time;
/// runs side by side take one each.
/// </summary>
public sealed class Compute : IDisposable
{
    // A step hands out work a few times a millisecond: a worker that slept between them would cost a wake-up each time.
    private const int SpinsBeforeSleep = 2000;

    private readonly Thread[] _workers;
    private readonly object _gate = new();
    private IParallelWork? _work;
    private int _items;
    private long _unclaimed; // number of the work in the upper half, items that nobody has claimed yet in the lower
    private int _unfinished;
    private int _sleeping;
    private bool _stopped;
    private Exception? _failure;

    /// <summary>Starts the worker threads; the caller's thread works too.</summary>
    /// <param name="threads">Threads in all, 1 or more; 0 means one for each core.</param>
    /// <param name="lanes">Register width; null means the widest that the processor has.</param>
    /// <exception cref="ArgumentOutOfRangeException">Negative threads.</exception>
    /// <exception cref="PlatformNotSupportedException">This processor does not have registers of that width.</exception>
    public Compute(int threads = 0, LaneWidth? lanes = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        Lanes = lanes ?? LaneDispatch.Widest;
        if (!LaneDispatch.IsAccelerated(Lanes))
            throw new PlatformNotSupportedException($"lane width {Lanes} is not accelerated on this processor; the widest here is {LaneDispatch.Widest}");
        Threads = threads == 0 ? Environment.ProcessorCount : threads;
        _workers = new Thread[Threads - 1];
        for (int i = 0; i < _workers.Length; i++)
        {
            int worker = i + 1;
            _workers[i] = new Thread(() => WorkerLoop(worker)) { IsBackground = true, Name = $"l2o worker {worker}" };
            _workers[i].Start();
        }
    }

    /// <summary>Width of the registers that kernels use.</summary>
    public LaneWidth Lanes { get; }

    /// <summary>Number of threads, the caller's included.</summary>
    public int Threads { get; }

    /// <summary>Ends the worker threads.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _stopped = true;
            Monitor.PulseAll(_gate);
        }
        foreach (Thread worker in _workers)
            worker.Join();
    }

    /// <summary>Does all items and returns when the last one is done. Allocates nothing. An item's exception is thrown again here.</summary>
    internal void ForEach(IParallelWork work, int items)
    {
        if (_workers.Length == 0 || items <= 1)
        {
            for (int item = 0; item < items; item++)
                work.Execute(item, 0);
            return;
        }
        _work = work;
        _items = items;
        Volatile.Write(ref _unfinished, items);
        Interlocked.Exchange(ref _unclaimed, (((_unclaimed >> 32) + 1) << 32) | (uint)items);
        if (Volatile.Read(ref _sleeping) > 0)
            lock (_gate)
                Monitor.PulseAll(_gate);

        Drain(0);
        // Waits for items, not for workers: one that the system keeps from running must not hold up work that is done.
        var spin = new SpinWait();
        while (Volatile.Read(ref _unfinished) > 0)
            spin.SpinOnce(sleep1Threshold: -1);
        _work = null;
        if (_failure is { } failure)
        {
            _failure = null;
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    private void Drain(int worker)
    {
        for (long seen = Volatile.Read(ref _unclaimed); (int)seen > 0; seen = Volatile.Read(ref _unclaimed))
        {
            // A claim succeeds only while the work that was seen is still under way, so these two belong to it.
            IParallelWork? work = _work;
            int item = _items - (int)seen;
            if (Interlocked.CompareExchange(ref _unclaimed, seen - 1, seen) != seen)
                continue;
            try
            {
                work!.Execute(item, worker);
            }
            catch (Exception failure)
            {
                _failure = failure; // thrown again by ForEach, on the caller's thread, once no item runs any more
            }
            Interlocked.Decrement(ref _unfinished);
        }
    }

    private void WorkerLoop(int worker)
    {
        while (WaitForWork())
            Drain(worker);
    }

    private bool WaitForWork()
    {
        for (int spins = 0; spins < SpinsBeforeSleep; spins++)
        {
            if ((int)Volatile.Read(ref _unclaimed) > 0)
                return true;
            if (Volatile.Read(ref _stopped))
                return false;
            Thread.SpinWait(20);
        }
        lock (_gate)
        {
            Interlocked.Increment(ref _sleeping);
            while ((int)Volatile.Read(ref _unclaimed) <= 0 && !_stopped)
                Monitor.Wait(_gate);
            Interlocked.Decrement(ref _sleeping);
        }
        return !_stopped;
    }
}
