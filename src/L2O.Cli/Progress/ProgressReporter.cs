using System.Globalization;
using Spectre.Console;

namespace L2O.Cli.Progress;

/// <summary>
/// Shows how far long work is: a live bar on a terminal, a plain line every few seconds elsewhere, nothing when asked to be
/// quiet. Calls between two showings cost a look at the clock.
/// </summary>
internal sealed class ProgressReporter
{
    private static readonly TimeSpan LiveInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _clock;
    private readonly ProgressPlan _plan;
    private readonly TimeSpan _interval;
    private readonly Action<long, string>? _show;
    private readonly long _started;
    private long _shown;
    private long _shownDone = -1;
    private long _done;
    private double _loss = double.NaN;

    private ProgressReporter(TimeProvider clock, ProgressPlan plan, TimeSpan interval, Action<long, string>? show)
    {
        _clock = clock;
        _plan = plan;
        _interval = interval;
        _show = show;
        _done = plan.AlreadyDone;
        _started = _shown = clock.GetTimestamp();
    }

    /// <summary>Runs <paramref name="work"/> and shows its progress.</summary>
    public static T Run<T>(Terminal terminal, bool quiet, ProgressPlan plan, Func<ProgressReporter, T> work)
    {
        if (quiet)
            return work(new ProgressReporter(terminal.Clock, plan, PlainInterval, null));
        if (terminal.DecoratesError)
            return RunLive(terminal, plan, work);
        var reporter = new ProgressReporter(terminal.Clock, plan, PlainInterval, (_, text) => terminal.Error.WriteLine(text));
        T result = work(reporter);
        if (reporter._shownDone != reporter._done)
            reporter.Show();
        return result;
    }

    /// <summary>Says how much is done by now.</summary>
    /// <param name="done">Counted from the very beginning, earlier runs included.</param>
    /// <param name="loss">The current loss, in nats; NaN leaves it out.</param>
    public void Report(long done, double loss = double.NaN)
    {
        _done = done;
        _loss = loss;
        if (_show is not null && _clock.GetElapsedTime(_shown) >= _interval)
            Show();
    }

    private static T RunLive<T>(Terminal terminal, ProgressPlan plan, Func<ProgressReporter, T> work) => terminal.CreateErrorConsole()
        .Progress()
        .AutoRefresh(false) // its thread may outlive the work and write to a closed stream; reports come often enough
        .Columns(new ProgressBarColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
        .Start(context =>
        {
            ProgressTask bar = context.AddTask(Markup.Escape(plan.Task), maxValue: Math.Max(1, plan.Total));
            var reporter = new ProgressReporter(terminal.Clock, plan, LiveInterval, (done, text) =>
            {
                bar.Value = done;
                bar.Description = Markup.Escape(text);
                context.Refresh();
            });
            T result = work(reporter);
            reporter.Show();
            return result;
        });

    private void Show()
    {
        _shown = _clock.GetTimestamp();
        _shownDone = _done;
        _show?.Invoke(_done, Text());
    }

    private string Text()
    {
        double seconds = _clock.GetElapsedTime(_started).TotalSeconds;
        double rate = seconds > 0 ? (_done - _plan.AlreadyDone) / seconds : 0;
        CultureInfo culture = CultureInfo.InvariantCulture;
        string text = string.Create(culture,
            $"{_plan.Task}: {_done} of {_plan.Total} {_plan.Unit} ({100.0 * _done / Math.Max(1, _plan.Total):F0} %)");
        if (rate > 0)
        {
            string time = _done < _plan.Total ? $"{Duration.Text((_plan.Total - _done) / rate)} left" : $"took {Duration.Text(seconds)}";
            text += string.Create(culture, $", {Digits(rate)}/s, {time}");
        }
        return double.IsNaN(_loss) ? text : text + string.Create(culture, $", loss {_loss:G3}");
    }

    private static string Digits(double rate) => rate.ToString(rate < 10 ? "F1" : "F0", CultureInfo.InvariantCulture);
}
