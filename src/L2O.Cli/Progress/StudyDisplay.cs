using L2O.Studies.Steps;
using Spectre.Console;

namespace L2O.Cli.Progress;

/// <summary>Shows how a study's steps stand: a live table on a terminal, plain lines elsewhere, nothing when asked to be quiet.</summary>
internal sealed class StudyDisplay : IProgress<StepProgress>
{
    private static readonly TimeSpan LiveInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(15);

    private readonly Terminal _terminal;
    private readonly StepGraph _graph;
    private readonly StepForecast _forecast;
    private readonly LiveDisplayContext? _live;
    private long _shown;

    private StudyDisplay(Terminal terminal, StepGraph graph, int cores, LiveDisplayContext? live)
    {
        (_terminal, _graph, _forecast, _live) = (terminal, graph, new StepForecast(graph, cores), live);
        _shown = terminal.Clock.GetTimestamp();
    }

    /// <summary>Runs <paramref name="work"/> and shows its news.</summary>
    public static void Run(Invocation invocation, StepGraph graph, int cores, Action<IProgress<StepProgress>?> work)
    {
        Terminal terminal = invocation.Terminal;
        if (invocation.Quiet)
            work(null);
        else if (terminal.DecoratesError)
            terminal.CreateErrorConsole().Live(new Text("")).Start(context =>
            {
                var display = new StudyDisplay(terminal, graph, cores, context);
                work(display);
                display.ShowLive();
            });
        else
            work(new StudyDisplay(terminal, graph, cores, null));
    }

    public void Report(StepProgress value)
    {
        StepState? before = _forecast[value.Step]?.State;
        _forecast.Take(value);
        bool changed = before != value.State;
        if (_live is null && changed)
            _terminal.Error.WriteLine(Line(value));
        if (!(changed && _live is not null) && _terminal.Clock.GetElapsedTime(_shown) < (_live is null ? PlainInterval : LiveInterval))
            return;
        _shown = _terminal.Clock.GetTimestamp();
        if (_live is null)
            _terminal.Error.WriteLine(Summary());
        else
            ShowLive();
    }

    private string Summary()
    {
        string running = string.Join(", ", Now(StepState.Running).Select(static step => $"{step.Step} {100 * step.Share:F0} %"));
        return $"{_forecast.Finished} of {_graph.Steps.Length} steps done{(running.Length > 0 ? $", running {running}" : "")}, about " +
            $"{Duration.Text(_forecast.SecondsLeft())} left";
    }

    private IEnumerable<StepProgress> Now(StepState state) =>
        _graph.Steps.Select(step => _forecast[step.Name]).OfType<StepProgress>().Where(step => step.State == state);

    private static string Line(StepProgress step) => step.State switch
    {
        StepState.Running => $"{step.Step}: begins, {(step.Threads == 1 ? "1 thread" : $"{step.Threads} threads")}",
        StepState.Done => $"{step.Step}: done, took {Duration.Text(step.Seconds)}",
        StepState.Kept => $"{step.Step}: kept",
        StepState.Failed => $"{step.Step}: failed: {step.Error}",
        StepState.Blocked => $"{step.Step}: not begun, {step.Error}",
        _ => $"{step.Step}: {step.State.ToString().ToLowerInvariant()}",
    };

    private void ShowLive()
    {
        var table = new Table { Border = TableBorder.None, ShowHeaders = false };
        table.AddColumns("", "", "");
        foreach (Step step in _graph.Steps)
        {
            (string color, string state, string detail) = _forecast[step.Name] switch
            {
                null => ("grey", "waiting", $"about {Duration.Text(step.Cost.Seconds)}"),
                { State: StepState.Running } now => ("yellow", Bar(now.Share), $"{100 * now.Share:F0} %, {Duration.Text(now.Seconds)}"),
                { State: StepState.Done } now => ("green", "done", Duration.Text(now.Seconds)),
                { State: StepState.Kept } now => ("green", "kept", Duration.Text(now.Seconds)),
                { } now => ("red", now.State.ToString().ToLowerInvariant(), now.Error ?? ""),
            };
            table.AddRow(new Markup(Markup.Escape(step.Name)), new Markup($"[{color}]{state}[/]"), new Markup(Markup.Escape(detail)));
        }
        _live!.UpdateTarget(new Rows(table, new Markup(Markup.Escape(Summary()))));
        _live.Refresh();
    }

    private static string Bar(double share)
    {
        const int width = 20;
        int full = (int)(width * share);
        return new string('━', full) + new string('╌', width - full);
    }
}
