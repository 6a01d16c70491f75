using System.Runtime.ExceptionServices;
using L2O.Kernels;
using L2O.Kernels.Lanes;

namespace L2O;

/// <summary>
/// Where kernels run: register width and threads. Results depend on neither. An instance serves one caller at a time;
/// runs side by side take one each.
/// </summary>
public sealed class Compute : IDisposable
{
    // A step hands out work a few times a millisecond: a worker that slept between them would cost a wake-up each time.
    private const int SpinsBeforeSleep = 2000;
    private const int CountBits = 31;
    private const long CountMask = (1L << CountBits) - 1;

    private readonly Thread[] _workers;
    private readonly object _gate = new();
    private IParallelWork? _work;
    private int _unfinished;
    private int _sleeping;
    private bool _stopped;
    private Exception? _failure;

    // Number of items above, next item below, in one word: a thread that draws an item by adding 1 learns in the same
    // instant whether the item exists. While it does, the work can't be over, so the other fields are the item's own.
    // Nobody waits for a worker that comes late, only for items: on a busy machine that saves a time slice.
    private long _ticket;

    /// <summary>Starts the worker threads; the caller's thread works too.</summary>
    /// <param name="threads">Threads in all, 1 or more; 0 means as many as are fastest here, by a short measurement that holds for
    /// the process.</param>
    /// <param name="lanes">Register width; null means the widest that the processor has.</param>
    /// <exception cref="ArgumentOutOfRangeException">Negative threads.</exception>
    /// <exception cref="PlatformNotSupportedException">This processor does not have registers of that width.</exception>
    public Compute(int threads = 0, LaneWidth? lanes = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        Lanes = lanes ?? LaneDispatch.Widest;
        if (!LaneDispatch.IsAccelerated(Lanes))
            throw new PlatformNotSupportedException(
                $"lane width {Lanes} is not accelerated on this processor; the widest here is {LaneDispatch.Widest}");
        Threads = threads == 0 ? ThreadChoice.Measured : threads;
        Serial = Threads == 1 ? this : new Compute(1, Lanes);
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

    /// <summary>The same registers on the calling thread alone: for kernels inside an item of parallel work.</summary>
    internal Compute Serial { get; }

    private bool HasItems
    {
        get
        {
            long ticket = Volatile.Read(ref _ticket);
            return (ticket & CountMask) < ticket >> CountBits;
        }
    }

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

    /// <summary>
    /// Does all items and returns when the last one is done. Allocates nothing. An item's exception is thrown again here.
    /// </summary>
    internal void ForEach(IParallelWork work, int items)
    {
        if (_workers.Length == 0 || items <= 1)
        {
            for (int item = 0; item < items; item++)
                work.Execute(item, 0);
            return;
        }
        _work = work;
        _unfinished = items;
        Interlocked.Exchange(ref _ticket, (long)items << CountBits);
        if (Volatile.Read(ref _sleeping) > 0)
            lock (_gate)
                Monitor.PulseAll(_gate);

        Drain(0);
        var spin = new SpinWait();
        while (Volatile.Read(ref _unfinished) > 0)
            spin.SpinOnce(sleep1Threshold: -1);
        if (_failure is { } failure)
        {
            _failure = null;
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    private void Drain(int worker)
    {
        while (true)
        {
            long ticket = Interlocked.Increment(ref _ticket) - 1;
            if ((ticket & CountMask) >= ticket >> CountBits)
                return;
            try
            {
                _work!.Execute((int)(ticket & CountMask), worker);
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
        while (WaitForItems())
            Drain(worker);
    }

    private bool WaitForItems()
    {
        for (int spins = 0; spins < SpinsBeforeSleep; spins++)
        {
            if (HasItems)
                return true;
            if (Volatile.Read(ref _stopped))
                return false;
            Thread.SpinWait(20);
        }
        lock (_gate)
        {
            Interlocked.Increment(ref _sleeping);
            while (!HasItems && !_stopped)
                Monitor.Wait(_gate);
            Interlocked.Decrement(ref _sleeping);
        }
        return HasItems || !_stopped;
    }
}
