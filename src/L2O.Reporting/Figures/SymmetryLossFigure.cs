using L2O.MetaTesting;
using L2O.Numerics;
using L2O.Optimizees.Symmetry;
using L2O.Reporting.Figures.Describing;
using L2O.Reporting.Figures.Models;
using L2O.Reporting.Styles;
using L2O.Tables;

namespace L2O.Reporting.Figures;

/// <summary>
/// Whether broken symmetry comes with falling loss (claim C3): |deviation| of an update against the fall of the loss there, a point for
/// each measured iteration of each run.
/// </summary>
internal static class SymmetryLossFigure
{
    private const int Window = LossCurveFigure.DefaultSmoothing;
    private const int LastIteration = 100;
    private const int MostInTitle = 4;

    /// <summary>Describes one kind of symmetry, a panel for each optimizee; null where no run has both.</summary>
    /// <param name="comparison">Stored results: the losses.</param>
    /// <param name="table">The measured dynamics: the deviations of the same runs.</param>
    /// <param name="kind">One of <see cref="DeviationFigure.Kinds"/>.</param>
    public static FigureModel? Describe(Comparison comparison, DynamicsTable table, SymmetryKind kind)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        ArgumentNullException.ThrowIfNull(table);
        var losses = comparison.Curves.GroupBy(static curve => (curve.Optimizee, curve.Optimizer, curve.Run))
            .ToDictionary(static group => group.Key, static group => Smoothed(group.First()));
        var clouds = table.Rows(DynamicsQuantities.UpdateDeviation(kind).Name)
            .Where(static row => row.Measurement.Iteration <= LastIteration && row.Measurement.Value > 0
            && double.IsFinite(row.Measurement.Value))
            .GroupBy(static row => (row.Optimizee, row.Optimizer))
            .Select(group => new Cloud(group.Key.Optimizee, group.Key.Optimizer,
            [
                .. group.Select(row => (X: row.Measurement.Value,
                    Y: Fall(losses.GetValueOrDefault((row.Optimizee, row.Optimizer, row.Run), []), row.Measurement.Iteration)))
                    .Where(static point => double.IsFinite(point.Y)),
            ]))
            .Where(static cloud => cloud.Points.Length > 0).ToList();
        if (clouds.Count == 0)
            return null;
        string name = DeviationFigure.NameOf(kind);
        return new FigureModel(
            $"symmetry-loss-{name}", Title(clouds, name),
            $"Each point is one iteration up to {LastIteration} of one run. Fall: difference of the training loss from the iteration " +
                $"before to the one after, halved, moving average over {Window} iterations. Rank correlation: Spearman's, over all " +
                $"points.{Edge(clouds)}",
            [.. clouds.GroupBy(static cloud => cloud.Optimizee).Select(group => Panel(group.Key, [.. group], name))]);
    }

    private static PanelModel Panel(string optimizee, Cloud[] clouds, string kind) => new(
        optimizee, LogAxis.For($"|{kind} deviation| of the update", clouds.SelectMany(static cloud => cloud.Points)
            .Select(static point => point.X)), new AxisModel("fall of the loss an iteration (nats)"),
        [
            .. clouds.Select(static cloud => new PointSeries(
                OptimizerPalette.Label(cloud.Optimizer), cloud.Optimizer, [.. cloud.Points.Select(static point => point.X)],
                    [.. cloud.Points.Select(static point => point.Y)])),
        ]);

    private static string Title(List<Cloud> clouds, string kind)
    {
        Cloud[] own = [.. clouds.Where(cloud => cloud.Optimizee == clouds[0].Optimizee)];
        string where = clouds.Any(cloud => cloud.Optimizee != own[0].Optimizee) ? $"On {own[0].Optimizee}, rank" : "Rank";
        string[] parts =
            [.. own.Select(static cloud => $"{OptimizerPalette.ShortLabel(cloud.Optimizer)} {FigureText.Correlation(cloud.Rank)}")];
        if (parts.Length > MostInTitle)
            parts = [.. own.OrderBy(static cloud => cloud.Rank)
                .Select(static cloud => $"{FigureText.Correlation(cloud.Rank)} ({OptimizerPalette.ShortLabel(cloud.Optimizer)})")];
        return $"{where} correlation of |{kind} deviation| and the fall of the loss: " +
            $"{(parts.Length > MostInTitle ? $"{parts[0]} to {parts[^1]}" : string.Join(", ", parts))}";
    }

    /// <summary>What the caption adds where deviations are only rounding.</summary>
    private static string Edge(List<Cloud> clouds)
    {
        double[] deviations = [.. clouds.SelectMany(static cloud => cloud.Points).Select(static point => point.X)];
        return LogAxis.For("", deviations) is { IsLogarithmic: true, Low: { } low }
            && deviations.Any(value => value < low) ? " Smaller deviations lie on the left edge." : "";
    }

    /// <summary>The smoothed losses; the iteration's number less one is the place.</summary>
    private static double[] Smoothed(LossCurve curve)
    {
        double[] losses = [.. curve.Points.Select(static point => point.TrainLoss)];
        return [.. Enumerable.Range(0, losses.Length).Select(i => MovingAverage.At(losses, i, Window))];
    }

    private static double Fall(double[] losses, int iteration)
    {
        int before = Math.Max(iteration - 2, 0), after = Math.Min(iteration, losses.Length - 1);
        return iteration < 1 || iteration > losses.Length || after <= before ? double.NaN
            : (losses[before] - losses[after]) / (after - before);
    }

    private sealed record Cloud(string Optimizee, string Optimizer, (double X, double Y)[] Points)
    {
        internal double Rank =>
            RankCorrelation.Of([.. Points.Select(static point => point.X)], [.. Points.Select(static point => point.Y)]);
    }
}
