using L2O.MetaTesting;
using L2O.Numerics;
using L2O.Reporting.Figures.Describing;
using L2O.Reporting.Figures.Models;
using L2O.Reporting.Styles;
using L2O.Reporting.Tables;

namespace L2O.Reporting.Figures;

/// <summary>
/// The learning-rate search: training loss summed over a run against the rate, both logarithmic, a panel for each
/// optimizee. A large mark shows the chosen rate, a cross at the upper edge a rate at which a run diverged.
/// </summary>
internal static class LearningRateFigure
{
    private const double CrossRow = 0.06; // share of the axis between the rows of two optimizers' crosses

    /// <summary>Describes the searches.</summary>
    /// <param name="searches">At least one trial.</param>
    /// <exception cref="ArgumentException">There are none.</exception>
    public static FigureModel Describe(IReadOnlyList<LearningRateTrial> searches)
    {
        ArgumentNullException.ThrowIfNull(searches);
        if (searches.Count == 0)
            throw new ArgumentException("0 learning-rate trials; at least one was expected", nameof(searches));
        double[] losses = [.. searches.Select(Mean).Where(static loss => double.IsFinite(loss) && loss > 0).DefaultIfEmpty(1)];
        string[] optimizers = [.. searches.Select(static trial => trial.Name).Distinct()];
        bool hasCrosses = searches.Any(static trial => !double.IsFinite(Mean(trial)));
        double room = !hasCrosses ? 1
            : Math.Pow(losses.Max() / losses.Min() * 1.3, (optimizers.Length + 1) * CrossRow / (1 - ((optimizers.Length + 1) * CrossRow)));
        var vertical = new AxisModel("summed training loss", IsLogarithmic: true)
        {
            Low = losses.Min() / 1.15,
            High = losses.Max() * 1.1 * Math.Max(room, 1.05)
        };
        string cross = hasCrosses ? " A cross at the top marks a rate at which a run diverged." : "";
        int runs = searches.Max(static trial => trial.SummedLosses.Count);
        return new FigureModel(
            "learning-rates", Title(searches, optimizers),
            $"Training loss summed over a run, {(runs == 1 ? "one run" : $"mean of {runs} runs")} for each rate; the smallest wins." +
                Ends(searches) + cross,
            [.. searches.GroupBy(static trial => trial.Optimizee).Select(group => Panel(group.Key, [.. group], vertical, optimizers))]);
    }

    private static PanelModel Panel(string optimizee, IReadOnlyList<LearningRateTrial> trials, AxisModel vertical, string[] optimizers)
    {
        var horizontal = new AxisModel("learning rate", IsLogarithmic: true)
        {
            Low = trials.Min(static trial => trial.LearningRate) / 1.6,
            High = trials.Max(static trial => trial.LearningRate) * 1.6,
        };
        double row = Math.Pow(vertical.High!.Value / vertical.Low!.Value, CrossRow);
        return new PanelModel(optimizee, horizontal, vertical,
            [.. trials.GroupBy(static trial => trial.Name).SelectMany(group => Series(
                group.Key, [.. group.OrderBy(static trial => trial.LearningRate)],
                vertical.High.Value / Math.Pow(row, 1 + Array.IndexOf(optimizers, group.Key))))]);
    }

    private static IEnumerable<SeriesModel> Series(string optimizer, IReadOnlyList<LearningRateTrial> trials, double crosses)
    {
        LearningRateTrial[] drawn = [.. trials.Where(static trial => Mean(trial) is > 0 and < double.PositiveInfinity)];
        LearningRateTrial[] chosen = [.. drawn.Where(static trial => trial.Chosen)];
        LearningRateTrial[] diverged = [.. trials.Where(static trial => !double.IsFinite(Mean(trial)))];
        if (drawn.Length > 0)
            yield return new LineSeries(OptimizerPalette.Label(optimizer), optimizer, Rates(drawn),
                [.. drawn.Select(Mean)])
            { HasMarkers = true };
        if (chosen.Length > 0)
            yield return new PointSeries("chosen rate", optimizer, Rates(chosen), [.. chosen.Select(Mean)]);
        if (diverged.Length > 0)
            yield return new PointSeries(CurvePanel.DivergedName, optimizer, Rates(diverged),
                [.. diverged.Select(_ => crosses)])
            { AreCrosses = true };
    }

    /// <summary>Whose winner is the least or greatest rate tried.</summary>
    private static string Ends(IReadOnlyList<LearningRateTrial> searches)
    {
        string[] ends = [.. searches.Where(static trial => trial.Chosen)
            .Where(trial => LearningRateTrial.IsAtEnd(searches, trial.Optimizee, trial.Optimizer))
            .Select(static trial => $"{OptimizerPalette.ShortLabel(trial.Name)} on {trial.Optimizee}")];
        return ends.Length == 0 ? "" : $" At the end of what was tried, so that a better one may lie beyond: {FigureText.List(ends)}.";
    }

    private static string Title(IReadOnlyList<LearningRateTrial> searches, string[] optimizers)
    {
        string[] parts =
            [.. optimizers.Select(optimizer =>
            Chosen(optimizer, [.. searches.Where(trial => trial.Name == optimizer && trial.Chosen)
            .Select(static trial => trial.LearningRate).Distinct().Order()]))];
        return parts.Any(static part => part.Length > 0)
            ? $"Best learning rates: {string.Join(", ", parts.Where(static part => part.Length > 0))}"
            : "No learning rate kept every run finite";
    }

    private static string Chosen(string optimizer, double[] rates) => rates.Length switch
    {
        0 => "",
        1 => $"{OptimizerPalette.ShortLabel(optimizer)} {NumberText.Plain(rates[0])}",
        _ => $"{OptimizerPalette.ShortLabel(optimizer)} {NumberText.Plain(rates[0])} to {NumberText.Plain(rates[^1])}",
    };

    private static System.Collections.Immutable.ImmutableArray<double> Rates(IEnumerable<LearningRateTrial> trials) =>
        [.. trials.Select(static trial => trial.LearningRate)];

    private static double Mean(LearningRateTrial trial) => Spread.Of(trial.SummedLosses).Mean;
}
