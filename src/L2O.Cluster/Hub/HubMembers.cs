namespace L2O.Cluster.Hub;

/// <summary>Which workers are calling, and which have all that they need. Any thread may use it.</summary>
/// <param name="workers">N.</param>
internal sealed class HubMembers(int workers)
{
    private readonly Lock _gate = new();
    private readonly string?[] _processes = new string?[workers];
    private readonly bool[] _done = new bool[workers];

    /// <summary>Whether every worker that calls has all that it needs.</summary>
    public bool AreDone
    {
        get
        {
            lock (_gate)
                return !_processes.Index().Any(worker => worker.Item is not null && !_done[worker.Index]);
        }
    }

    /// <summary>A worker calls.</summary>
    /// <exception cref="RefusedException">Another process calls as that worker.</exception>
    public void Enter(int worker, string process)
    {
        lock (_gate)
        {
            if (_processes[worker] is { } other)
                throw new RefusedException(
                    $"worker {worker} is taken by {other}; expected another worker, or that one's end", mayPass: true);
            (_processes[worker], _done[worker]) = (process, false);
        }
    }

    /// <summary>Its call has ended.</summary>
    public void Leave(int worker)
    {
        lock (_gate)
            _processes[worker] = null;
    }

    /// <summary>It has all that it needs.</summary>
    public void SetDone(int worker)
    {
        lock (_gate)
            _done[worker] = true;
    }
}
