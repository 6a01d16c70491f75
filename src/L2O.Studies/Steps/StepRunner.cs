using System.Collections.Concurrent;
using System.Collections.Immutable;
using L2O.Settings;

namespace L2O.Studies.Steps;

/// <summary>
/// Makes the steps of a graph in a study's folder. Steps that are done and whose inputs' hash has not changed are kept; others run side by
/// side as far as cores and memory go, those first that most depends on. A step that fails keeps those that read it from beginning, and no
/// others.
/// </summary>
internal sealed class StepRunner
{
    private readonly StepGraph _graph;
    private readonly string _root;
    private readonly StepLimits _limits;
    private readonly IReadOnlyDictionary<string, double> _remaining;
    private readonly Dictionary<string, StepState> _states;
    private readonly Dictionary<string, StepFolder> _folders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StepRun> _running = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StepProgress> _last = new(StringComparer.Ordinal);

    /// <summary>Prepares a run; nothing is touched yet.</summary>
    /// <param name="graph">The steps.</param>
    /// <param name="root">The study's folder, where each step has a folder <c>steps/NAME</c>.</param>
    /// <param name="limits">What may be used at once.</param>
    public StepRunner(StepGraph graph, string root, StepLimits limits)
    {
        ArgumentNullException.ThrowIfNull(graph);
        (_graph, _root, _limits) = (graph, Path.GetFullPath(root), limits);
        _remaining = graph.RemainingSeconds();
        _states = graph.Steps.ToDictionary(static step => step.Name, static _ => StepState.Waiting, StringComparer.Ordinal);
    }

    /// <summary>Makes what is not done.</summary>
    /// <param name="progress">Told of every step's changes, one at a time; may be null.</param>
    /// <param name="cancellation">Interrupts the steps that run; nothing is begun any more.</param>
    /// <returns>How each step ended, in the graph's order.</returns>
    /// <exception cref="OperationCanceledException">It was canceled; what was done is kept, and steps that ran can go on.</exception>
    public ImmutableArray<StepProgress> Run(IProgress<StepProgress>? progress = null, CancellationToken cancellation = default)
    {
        using var ended = new BlockingCollection<StepRun>();
        using var reports = new OrderlyReports(progress);
        do
        {
            Block(reports);
            if (!cancellation.IsCancellationRequested)
                Begin(ended, reports, cancellation);
            if (_running.Count > 0)
                Settle(ended.Take(CancellationToken.None), reports);
        }
        while (_running.Count > 0 || (!cancellation.IsCancellationRequested && _states.ContainsValue(StepState.Waiting)));
        cancellation.ThrowIfCancellationRequested();
        return [.. _graph.Steps.Select(step => _last[step.Name])];
    }

    /// <summary>Gives up steps whose inputs will not come.</summary>
    private void Block(OrderlyReports reports)
    {
        foreach (Step step in _graph.Steps)
            if (_states[step.Name] == StepState.Waiting
                && step.Inputs.FirstOrDefault(input => _states[input] is StepState.Failed or StepState.Blocked) is { } failed)
                Note(reports, new StepProgress(step.Name, StepState.Blocked, 0, 0, 0, $"'{failed}', which it reads, failed"));
    }

    /// <summary>Begins all that can run now.</summary>
    private void Begin(BlockingCollection<StepRun> ended, OrderlyReports reports, CancellationToken cancellation)
    {
        List<(Step Step, string Hash)> ready = Ready(reports);
        for (int i = 0; i < ready.Count; i++)
        {
            (Step step, string hash) = ready[i];
            int free = _limits.Cores - _running.Values.Sum(static run => run.Threads);
            double memory = _running.Values.Sum(static run => run.Step.Cost.MemoryMegabytes) + step.Cost.MemoryMegabytes;
            if (free < 1 || (_running.Count > 0 && memory > _limits.MemoryMegabytes))
                continue;
            // Two steps side by side, one thread each, get more done than one after the other with two threads each.
            int threads = Math.Clamp(free / (ready.Count - i), 1, step.Cost.MaxThreads);
            var run = new StepRun(step, threads, _folders[step.Name], hash);
            _running.Add(step.Name, run);
            Note(reports, new StepProgress(step.Name, StepState.Running, 0, threads, run.Folder.Seconds));
            run.Start(_root, reports, ended, cancellation);
        }
    }

    /// <summary>
    /// Steps whose inputs are there, the most urgent first; those that are done already are noted as kept, which may make others ready.
    /// </summary>
    private List<(Step Step, string Hash)> Ready(OrderlyReports reports)
    {
        var ready = new List<(Step Step, string Hash)>();
        foreach (Step step in _graph.Steps)
        {
            if (_states[step.Name] != StepState.Waiting || !step.Inputs.All(input => _states[input] is StepState.Kept or StepState.Done))
                continue;
            if (!_folders.TryGetValue(step.Name, out StepFolder? folder))
                _folders.Add(step.Name, folder = new StepFolder(_root, step));
            string hash = StepFolder.InputsHash(step, input => _folders[input].OutputsHash);
            if (folder.IsDone(hash))
                Note(reports, new StepProgress(step.Name, StepState.Kept, 1, 0, folder.Seconds));
            else
                ready.Add((step, hash));
        }
        return [.. ready.OrderByDescending(one => _remaining[one.Step.Name])];
    }

    private void Settle(StepRun run, OrderlyReports reports)
    {
        _running.Remove(run.Step.Name);
        (StepState state, string? error) = run.Failure switch
        {
            null => (StepState.Done, null),
            OperationCanceledException => (StepState.Interrupted, null),
            _ => (StepState.Failed, ArgumentMessage.Of(run.Failure)),
        };
        Note(reports, new StepProgress(run.Step.Name, state, state == StepState.Done ? 1 : 0, 0, run.Seconds, error));
    }

    private void Note(OrderlyReports reports, StepProgress news)
    {
        _states[news.Step] = news.State;
        _last[news.Step] = news;
        reports.Report(news);
    }

    /// <summary>
    /// Steps report from threads of their own: hands their news on one at a time, and none any more once the runner has returned.
    /// </summary>
    private sealed class OrderlyReports(IProgress<StepProgress>? progress) : IProgress<StepProgress>, IDisposable
    {
        private readonly Lock _gate = new();
        private IProgress<StepProgress>? _progress = progress;

        public void Report(StepProgress value)
        {
            lock (_gate)
                _progress?.Report(value);
        }

        public void Dispose()
        {
            lock (_gate)
                _progress = null;
        }
    }
}
