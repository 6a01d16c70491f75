using L2O.Reporting.Styles;
using L2O.Reporting.Tables;

namespace L2O.Reporting.Figures.Describing;

/// <summary>Says who is best on how many networks, as far as the runs decide it.</summary>
internal static class WinnerText
{
    /// <summary>E.g. <c>L2O reaches a training loss of 0.5 first on 2 of 3 networks, level on the other</c>.</summary>
    /// <param name="rows">Of two networks or more.</param>
    /// <param name="quantity">What is compared.</param>
    /// <param name="does">What the best one does, e.g. <c>has the highest test accuracy</c>.</param>
    internal static string Of(IReadOnlyList<ComparisonRow> rows, RankedQuantity quantity, string does)
    {
        Standing[] standings = [.. rows.GroupBy(static row => row.Optimizee).Select(group => Standing.Of([.. group], quantity))];
        IGrouping<string, Standing>? first = standings.Where(static standing => standing.IsDecided)
            .GroupBy(static standing => standing.Leader!.Optimizer).OrderByDescending(static group => group.Count()).FirstOrDefault();
        int level = standings.Count(static standing => !standing.IsDecided);
        if (first is null)
            return $"Level: no optimizer clearly {does}";
        string rest = level == 0 ? "" : $"; level on {FigureText.Share(level, standings.Length)}";
        return $"{OptimizerPalette.ShortLabel(first.Key)} {does} on {FigureText.Share(first.Count(), standings.Length)}{rest}";
    }
}
