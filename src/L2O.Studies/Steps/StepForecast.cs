namespace L2O.Studies.Steps;

/// <summary>How long a study still takes: its steps' estimates, corrected by what the finished ones took.</summary>
/// <param name="graph">The steps.</param>
/// <param name="cores">Threads at work at once.</param>
internal sealed class StepForecast(StepGraph graph, int cores)
{
    private const double Believed = 5; // seconds of finished work from which on estimates are corrected

    private readonly Dictionary<string, StepProgress> _last = new(StringComparer.Ordinal);
    private double _expected;
    private double _took;

    /// <summary>How a step stands; null before its first news.</summary>
    public StepProgress? this[string step] => _last.GetValueOrDefault(step);

    /// <summary>Steps that are done, or were kept.</summary>
    public int Finished => _last.Values.Count(static step => step.State is StepState.Done or StepState.Kept);

    /// <summary>Takes news of a step.</summary>
    public void Take(StepProgress news)
    {
        ArgumentNullException.ThrowIfNull(news);
        if (news.State == StepState.Done)
        {
            _expected += graph[news.Step].Cost.Seconds;
            _took += news.Seconds * Math.Max(1, _last.GetValueOrDefault(news.Step)?.Threads ?? 1);
        }
        _last[news.Step] = news;
    }

    /// <summary>Time left, in seconds: the work left over all cores, or the longest chain of steps where that is more.</summary>
    public double SecondsLeft()
    {
        double correction = _expected > Believed ? Math.Clamp(_took / _expected, 0.1, 10) : 1;
        double work = graph.Steps.Sum(Left), chain = 0;
        var chains = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (Step step in graph.Steps)
        {
            chains[step.Name] = step.Inputs.Select(input => chains[input]).DefaultIfEmpty(0)
                .Max() + Left(step) / Math.Min(cores, step.Cost.MaxThreads);
            chain = Math.Max(chain, chains[step.Name]);
        }
        return correction * Math.Max(work / cores, chain);
    }

    private double Left(Step step) => _last.GetValueOrDefault(step.Name) switch
    {
        null or { State: StepState.Waiting } => step.Cost.Seconds,
        { State: StepState.Running } running => step.Cost.Seconds * (1 - running.Share),
        _ => 0,
    };
}
