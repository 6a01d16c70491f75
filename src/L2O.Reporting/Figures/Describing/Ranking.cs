using L2O.Reporting.Styles;
using L2O.Tables;

namespace L2O.Reporting.Figures.Describing;

/// <summary>The optimizers on one optimizee by a measured quantity, at the last iteration that the most of them reached.</summary>
/// <param name="Optimizee">The optimizee's name.</param>
/// <param name="Iteration">That iteration.</param>
/// <param name="Values">By descending value; at least one.</param>
internal sealed record Ranking(string Optimizee, int Iteration, IReadOnlyList<(string Optimizer, double Value)> Values)
{
    /// <summary>The ranking of each optimizee.</summary>
    internal static IReadOnlyList<Ranking> Of(IReadOnlyList<MeasureBand> bands) =>
        [.. bands.GroupBy(static band => band.Optimizee).Select(static group => OfOne(group.Key, [.. group]))];

    /// <summary>Who does something most, by which factor, where and when.</summary>
    /// <param name="bands">At least one.</param>
    /// <param name="does">The verb with its object, e.g. <c>breaks the rescale symmetry</c>.</param>
    internal static string Most(IReadOnlyList<MeasureBand> bands, string does)
    {
        IReadOnlyList<Ranking> rankings = Of(bands);
        if (rankings.Count == 1)
            return rankings[0].Sentence(does);
        (string first, string where, string by) = Winner(rankings);
        return $"{first} {does} most on {where}{(by.Length > 0 ? $", {by} times as much as the next" : "")}";
    }

    /// <summary>Of whom a quantity is the largest, by which factor, where and when.</summary>
    /// <param name="bands">At least one.</param>
    /// <param name="quantity">E.g. <c>update norm</c>.</param>
    internal static string Largest(IReadOnlyList<MeasureBand> bands, string quantity)
    {
        IReadOnlyList<Ranking> rankings = Of(bands);
        if (rankings.Count == 1)
            return rankings[0].QuantitySentence(quantity);
        (string first, string where, string by) = Winner(rankings);
        return $"With {first}, the {quantity} is the largest on {where}{(by.Length > 0 ? $", {by} times the next" : "")}";
    }

    private double Factor => Values[0].Value.Equals(Values[1].Value) ? 1 : Values[1].Value > 0
        ? Values[0].Value / Values[1].Value : double.PositiveInfinity;

    private string Sentence(string does)
    {
        string first = OptimizerPalette.ShortLabel(Values[0].Optimizer), when = $"after {FigureText.Count(Iteration, "iteration")}";
        if (Values.Count == 1)
            return $"{first} {does} by {FigureText.Number(Values[0].Value)} {when}";
        return $"{first} {does} {FigureText.Factor(Factor)} times as much as {OptimizerPalette.ShortLabel(Values[1].Optimizer)} {when}";
    }

    private string QuantitySentence(string quantity)
    {
        string first = OptimizerPalette.ShortLabel(Values[0].Optimizer), when = $"after {FigureText.Count(Iteration, "iteration")}";
        return Values.Count == 1
            ? $"With {first}, the {quantity} is {FigureText.Number(Values[0].Value)} {when}"
            : $"With {first}, the {quantity} is {FigureText.Factor(Factor)} times that with " +
                $"{OptimizerPalette.ShortLabel(Values[1].Optimizer)} {when}";
    }

    /// <summary>Who is first on the most optimizees, on how many, and the range of factors to the next.</summary>
    private static (string First, string Where, string By) Winner(IReadOnlyList<Ranking> rankings)
    {
        IGrouping<string, Ranking> first = rankings.GroupBy(static ranking => ranking.Values[0].Optimizer)
            .OrderByDescending(static group => group.Count()).First();
        string[] factors = [.. first.Where(static ranking => ranking.Values.Count > 1)
            .Select(static ranking => ranking.Factor).Order().Select(FigureText.Factor)];
        return (
            OptimizerPalette.ShortLabel(first.Key),
            FigureText.Share(first.Count(), rankings.Count),
            factors.Length == 0 ? "" : factors[0] == factors[^1] ? factors[0] : $"{factors[0]} to {factors[^1]}");
    }

    private static Ranking OfOne(string optimizee, IReadOnlyList<MeasureBand> bands)
    {
        int iteration = bands.SelectMany(static band => band.Iterations.Where((_, i) => double.IsFinite(band.Mean[i])))
            .GroupBy(static iteration => iteration)
            .OrderByDescending(static group => group.Count()).ThenByDescending(static group => group.Key).First().Key;
        return new Ranking(optimizee, iteration,
        [
            .. bands.Select(band => (band.Optimizer, Value: band.MeanAt(iteration)))
                .Where(static one => double.IsFinite(one.Value)).OrderByDescending(static one => one.Value),
        ]);
    }
}
