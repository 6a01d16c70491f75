using L2O.MetaTesting;
using L2O.Reporting.Figures.Describing;
using L2O.Reporting.Figures.Models;
using L2O.Reporting.Styles;
using L2O.Tables;

namespace L2O.Tests.Reporting;

/// <summary>The same for figures of curves on one network; <see cref="StatementTests"/> check those on several.</summary>
internal static class CurveTitleChecks
{
    public static bool Loss(RandomResults results, DynamicsTable table, FigureModel figure)
    {
        string[] networks = [.. results.Comparison.Curves.Select(static curve => curve.Optimizee).Distinct()];
        if (figure.Name == "loss" && networks.Length > 1)
            return true;
        string network = figure.Name == "loss" ? networks[0] : figure.Name["loss-".Length..];
        (string Name, int Median)[] order = [.. results.Comparison.Curves.Where(curve => curve.Optimizee == network)
            .GroupBy(static curve => curve.Optimizer)
            .Select(static group => (OptimizerPalette.ShortLabel(group.Key),
                group.Select(FirstBelow).Order().ElementAt(group.Count() / 2)))
            .Where(static one => one.Item2 < int.MaxValue).OrderBy(static one => one.Item2)];
        return figure.Title == (order.Length == 0 ? $"No optimizer reaches a training loss of 0.5 in {RandomResults.Iterations} iterations"
            : string.Join(", ", order.Take(3).Select(static (one, place) => place == 0
                ? $"{one.Name} reaches a training loss of 0.5 after {one.Median} iterations" : $"{one.Name} after {one.Median}")));
    }

    public static bool Accuracy(RandomResults results, DynamicsTable table, FigureModel figure)
    {
        if (table.Optimizees.Length > 1)
            return true;
        (string Name, double[] Runs)[] order = [.. results.Comparison.Curves.GroupBy(static curve => curve.Optimizer)
            .Select(static group => (OptimizerPalette.ShortLabel(group.Key),
                group.OrderBy(static curve => curve.Run).Select(static curve => curve.FinalTest.Accuracy).ToArray()))
            .OrderByDescending(static one => one.Item2.Average())];
        bool decided = order[1..].All(one => TitleChecks.Sign([.. order[0].Runs.Zip(one.Runs, static (a, b) => a - b)]) > 0);
        return figure.Title == (decided
            ? $"{order[0].Name} has the highest test accuracy at the end: {FigureText.Number(100 * order[0].Runs.Average())}\u00A0%"
            : "Level: no optimizer clearly has the highest test accuracy at the end");
    }

    /// <summary>The first iteration whose centered mean of nine batches, of fewer at both ends, is under 0.5.</summary>
    private static int FirstBelow(LossCurve curve)
    {
        double[] losses = [.. curve.Points.Select(static point => point.TrainLoss)];
        for (int i = 0; i < losses.Length; i++)
        {
            int half = Math.Min(4, Math.Min(i, losses.Length - 1 - i));
            if (losses[(i - half)..(i + half + 1)].Average() < 0.5)
                return i + 1;
        }
        return int.MaxValue;
    }
}
