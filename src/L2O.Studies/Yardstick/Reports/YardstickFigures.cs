using System.Collections.Immutable;
using System.Globalization;
using L2O.Reporting.Figures.Models;
using L2O.Studies.Yardstick.Runs;
using L2O.Studies.Yardstick.Scores;

namespace L2O.Studies.Yardstick.Reports;

/// <summary>The figures of a yardstick's report.</summary>
/// <param name="plan">What was done.</param>
/// <param name="results">Its scores.</param>
/// <param name="tasks">Curves of the tasks.</param>
internal sealed class YardstickFigures(YardstickPlan plan, YardstickResults results, IReadOnlyList<ScoredTask> tasks)
{
    private const int Points = 81; // of a profile
    private const int CurvePoints = 100;
    private const int PanelsOfFigure = 6;
    private const double LargestFactor = 4;
    private const double FullColor = 2;

    private int[] Horizons => [.. results.Summaries.Select(static one => one.Horizon).Distinct()];

    private string[] Others => [.. plan.Names.Where(static name => name != Baselines.Adam)];

    /// <summary>All of them.</summary>
    public ImmutableArray<FigureModel> All()
    {
        FigureModel[] all = [SpeedUps(), Profile(), Losses(), .. Curves()];
        return [.. all.Select(figure => figure with { Optimizers = plan.Names })];
    }

    /// <summary>For what share of the tasks the speed-up is at least so large.</summary>
    private FigureModel Profile()
    {
        double[] bounds = [.. Enumerable.Range(0, Points).Select(static i => SpeedUp.NotReached * i / (Points - 1))];
        return new FigureModel("profile", "How often the speed-up over tuned Adam is at least so large",
            "Share of the tasks with at least that speed-up. At 2 stand those whose final loss Adam does not reach in twice the steps.",
            [.. Horizons.Select(horizon => new PanelModel(Steps(horizon), new AxisModel("speed-up over tuned Adam"), ShareAxis,
                [.. Others.Select(name => (SeriesModel)new LineSeries(name, name, [.. bounds],
                    PerformanceProfile.AtLeast(Scores(name, horizon, static one => one.SpeedUp), bounds)))]))]);
    }

    /// <summary>For what share of the tasks the final loss is within a factor of the best.</summary>
    private FigureModel Losses()
    {
        double[] factors = [.. Enumerable.Range(0, Points).Select(static i => Math.Pow(LargestFactor, (double)i / (Points - 1)))];
        return new FigureModel("profile-losses", "How often the final training loss is near the best",
            "Share of the tasks with a final training loss of at most that many times the least of all optimizers there.",
            [.. Horizons.Select(horizon =>
            {
                double[] least = [.. results.Tasks.Where(one => one.Horizon == horizon).GroupBy(static one => one.Task)
                    .Select(static task => task.Min(static one => one.FinalLoss))];
                return new PanelModel(Steps(horizon), new AxisModel("final loss over the best", IsLogarithmic: true), ShareAxis,
                    [.. plan.Names.Select(name => (SeriesModel)new LineSeries(name, name, [.. factors],
                        PerformanceProfile.Within(Scores(name, horizon, static one => one.FinalLoss), least, factors)))]);
            })]);
    }

    /// <summary>The speed-up of every optimizer on every task.</summary>
    private FigureModel SpeedUps()
    {
        string[] rows = [.. tasks.Select(static task => task.Task.Name).Reverse()];
        ScoreSummary? best = results.Summaries.LastOrDefault(one => plan.Optimizers.Any(measured => measured.Name == one.Optimizer))
            ?? results.Summaries.LastOrDefault();
        return new FigureModel("speed-ups", best is null ? "Speed-ups" : YardstickTables.Finding(best).TrimEnd('.'),
            "Speed-up over tuned Adam by task; 2 where Adam does not reach the optimizer's final loss in twice the steps.",
            [.. Horizons.Select(horizon =>
            {
                double[] values = [.. rows.SelectMany(task => Others.Select(name => results.Tasks.FirstOrDefault(one =>
                    one.Task == task && one.Optimizer == name && one.Horizon == horizon)?.SpeedUp ?? double.NaN))];
                var heat = new HeatSeries("speed-up over tuned Adam", [.. Places(Others.Length)], [.. Places(rows.Length)], [.. values])
                {
                    Texts = [.. values.Select(YardstickTables.Two)],
                    Middle = 1,
                    Low = 0,
                    High = FullColor,
                };
                return new PanelModel(Steps(horizon), new AxisModel("") { Categories = [.. Others] },
                    new AxisModel("") { Categories = [.. rows] }, [heat]);
            })])
        {
            Columns = 1,
        };
    }

    /// <summary>The smoothed training losses at each task's longest horizon.</summary>
    private IEnumerable<FigureModel> Curves() => tasks.Chunk(PanelsOfFigure).Select((some, number) => new FigureModel(
        FormattableString.Invariant($"losses-{number + 1}"), $"Training losses: {some[0].Task.Name} to {some[^1].Task.Name}",
        "Mean training loss of nine batches, the median of the runs, at the task's longest horizon.",
        [.. some.Select(Curve)]));

    private PanelModel Curve(ScoredTask task)
    {
        int horizon = plan.Suite.HorizonsOf(task.Task)[^1];
        int[] seeds = [.. Enumerable.Range(0, plan.Suite.ScoreSeeds)];
        int[] steps = [.. Enumerable.Range(1, CurvePoints).Select(i => Math.Max(1, horizon * i / CurvePoints)).Distinct()];
        return new PanelModel(task.Task.Name, new AxisModel("step"), new AxisModel("training loss", IsLogarithmic: true),
            [.. plan.Names.Select(name => (SeriesModel)new LineSeries(name, name, [.. steps.Select(static step => (double)step)],
                Shown(task.Median(name, horizon, seeds), steps)))]);
    }

    /// <summary>What a logarithmic axis can show.</summary>
    private static ImmutableArray<double> Shown(float[] losses, int[] steps) =>
        [.. steps.Select(step => float.IsFinite(losses[step - 1]) && losses[step - 1] > 0 ? losses[step - 1] : double.NaN)];

    private static AxisModel ShareAxis => new("share of the tasks") { Low = 0, High = 1 };

    private double[] Scores(string name, int horizon, Func<TaskScore, double> score) =>
        [.. results.Tasks.Where(one => one.Optimizer == name && one.Horizon == horizon).Select(score)];

    private static IEnumerable<double> Places(int count) => Enumerable.Range(0, count).Select(static i => (double)i);

    private static string Steps(int horizon) => horizon.ToString("N0", CultureInfo.InvariantCulture) + " steps";
}
