using L2O.Numerics;
using L2O.Reporting.Styles;
using L2O.Tables;

namespace L2O.Reporting.Figures.Describing;

/// <summary>The optimizers on one optimizee by a measured quantity, at the last iteration that the most of them reached.</summary>
/// <param name="Optimizee">The optimizee's name.</param>
/// <param name="Iteration">That iteration.</param>
/// <param name="Values">By descending value; at least one.</param>
internal sealed record Ranking(string Optimizee, int Iteration, IReadOnlyList<(string Optimizer, double Value)> Values)
{
    /// <summary>
    /// Whether the runs decide who is first: the 95 % interval of the difference to each other, run by run, lies above 0.
    /// </summary>
    internal bool IsDecided { get; private init; }

    /// <summary>Number of runs behind the means.</summary>
    internal int Runs { get; private init; }

    /// <summary>The ranking of each optimizee.</summary>
    internal static IReadOnlyList<Ranking> Of(IReadOnlyList<MeasureBand> bands) =>
        [.. bands.GroupBy(static band => band.Optimizee).Select(static group => OfOne(group.Key, [.. group]))];

    /// <summary>Who does something most, by which factor, where and when, if the runs decide it.</summary>
    /// <param name="bands">At least one.</param>
    /// <param name="does">The verb with its object, e.g. <c>breaks the rescale symmetry</c>.</param>
    internal static string Most(IReadOnlyList<MeasureBand> bands, string does)
    {
        IReadOnlyList<Ranking> rankings = Of(bands);
        if (rankings.Count == 1)
            return rankings[0].Sentence(does);
        return Winner(rankings) is not { } winner ? $"Level: no optimizer clearly {does} most"
            : $"{winner.First} {does} most on {winner.Where}{(winner.By.Length > 0 ? $", {winner.By} times as much as the next" : "")}";
    }

    /// <summary>Of whom a quantity is the largest, by which factor, where and when, if the runs decide it.</summary>
    /// <param name="bands">At least one.</param>
    /// <param name="quantity">E.g. <c>update norm</c>.</param>
    internal static string Largest(IReadOnlyList<MeasureBand> bands, string quantity)
    {
        IReadOnlyList<Ranking> rankings = Of(bands);
        if (rankings.Count == 1)
            return rankings[0].QuantitySentence(quantity);
        return Winner(rankings) is not { } winner ? $"Level: with no optimizer is the {quantity} clearly the largest"
            : $"With {winner.First}, the {quantity} is the largest on {winner.Where}"
                + (winner.By.Length > 0 ? $", {winner.By} times the next" : "");
    }

    private double Factor => Values[0].Value.Equals(Values[1].Value) ? 1 : Values[1].Value > 0
        ? Values[0].Value / Values[1].Value : double.PositiveInfinity;

    private string When => $"after {FigureText.Count(Iteration, "iteration")}{(Runs == 1 ? " of one run" : "")}";

    /// <summary>The numbers of all, where none is clearly first.</summary>
    private string List => FigureText.List(
        [.. Values.Select(static one => $"{OptimizerPalette.ShortLabel(one.Optimizer)} {FigureText.Number(one.Value)}")]);

    private string Sentence(string does)
    {
        string first = OptimizerPalette.ShortLabel(Values[0].Optimizer);
        if (Values.Count == 1)
            return $"{first} {does} by {FigureText.Number(Values[0].Value)} {When}";
        return Runs > 1 && !IsDecided ? $"Level: no optimizer clearly {does} most {When}: {List}"
            : $"{first} {does} {FigureText.Factor(Factor)} times as much as {OptimizerPalette.ShortLabel(Values[1].Optimizer)} {When}";
    }

    private string QuantitySentence(string quantity)
    {
        string first = OptimizerPalette.ShortLabel(Values[0].Optimizer);
        return Values.Count == 1
            ? $"With {first}, the {quantity} is {FigureText.Number(Values[0].Value)} {When}"
            : Runs > 1 && !IsDecided ? $"Level: with no optimizer is the {quantity} clearly the largest {When}: {List}"
            : $"With {first}, the {quantity} is {FigureText.Factor(Factor)} times that with " +
                $"{OptimizerPalette.ShortLabel(Values[1].Optimizer)} {When}";
    }

    /// <summary>
    /// Who is first on the most optimizees where the runs decide it, on how many, and the range of factors to the next; null for nobody.
    /// </summary>
    private static (string First, string Where, string By)? Winner(IReadOnlyList<Ranking> rankings)
    {
        if (rankings.Where(static ranking => ranking.IsDecided).GroupBy(static ranking => ranking.Values[0].Optimizer)
            .OrderByDescending(static group => group.Count()).FirstOrDefault() is not { } first)
            return null;
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
        MeasureBand[] ranked = [.. bands.Where(band => double.IsFinite(band.MeanAt(iteration)))
            .OrderByDescending(band => band.MeanAt(iteration))];
        return new Ranking(optimizee, iteration, [.. ranked.Select(band => (band.Optimizer, band.MeanAt(iteration)))])
        {
            IsDecided = ranked.Length > 1 && ranked.Skip(1).All(band => IsClearlyLess(band, ranked[0], iteration)),
            Runs = bands.Max(static band => band.Runs),
        };
    }

    private static bool IsClearlyLess(MeasureBand band, MeasureBand first, int iteration)
    {
        int at = band.Iterations.ToList().IndexOf(iteration), place = first.Iterations.ToList().IndexOf(iteration);
        return PairedDifference.Sign([.. band.RunValues.Where(run => first.RunValues.ContainsKey(run.Key))
            .Select(run => first.RunValues[run.Key][place] - run.Value[at]).Where(double.IsFinite)]) > 0;
    }
}
