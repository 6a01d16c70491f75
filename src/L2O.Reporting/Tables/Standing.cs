using L2O.Numerics;

namespace L2O.Reporting.Tables;

/// <summary>
/// Who is best on one network by one quantity, as far as the stored runs decide it: the leader, and those that are level with it because
/// the 95 % interval of the difference, taken run by run, holds 0. One run of each decides nothing.
/// </summary>
/// <param name="Leader">The best by the number that tables show; null where none has a comparable one, or there is nobody to compare
/// with.</param>
/// <param name="Level">Those that the runs don't separate from it; empty where it has won.</param>
internal sealed record Standing(ComparisonRow? Leader, IReadOnlyList<ComparisonRow> Level)
{
    /// <summary>Whether the leader has won.</summary>
    public bool IsDecided => Leader is { Runs: > 1 } && Level.Count == 0;

    /// <summary>The standing of the optimizers on one network.</summary>
    /// <param name="rows">A row for each of them.</param>
    /// <param name="quantity">What is compared.</param>
    public static Standing Of(IReadOnlyList<ComparisonRow> rows, RankedQuantity quantity)
    {
        ComparisonRow? leader = rows.Count < 2 ? null
            : rows.Where(row => double.IsFinite(quantity.Shown(row))).MinBy(row => quantity.Shown(row));
        return leader is null ? new Standing(null, [])
            : new Standing(leader, [.. rows.Where(row => row != leader && !IsBehind(row, leader, quantity))]);
    }

    /// <summary>Whether a row shows as the best: it has won.</summary>
    public bool IsBest(ComparisonRow row) => IsDecided && row == Leader;

    /// <summary>Whether a row shows as level with others at the top.</summary>
    public bool IsLevel(ComparisonRow row) => Leader is { Runs: > 1 } && Level.Count > 0 && (row == Leader || Level.Contains(row));

    private static bool IsBehind(ComparisonRow row, ComparisonRow leader, RankedQuantity quantity)
    {
        if (row.DivergedRuns > leader.DivergedRuns)
            return true;
        Dictionary<int, double> first = leader.Curves.ToDictionary(static curve => curve.Run, curve => quantity.Value(leader, curve));
        double[] differences = [.. row.Curves.Where(curve => first.ContainsKey(curve.Run))
            .Select(curve => quantity.Value(row, curve) - first[curve.Run]).Where(double.IsFinite)];
        return PairedDifference.Sign(differences) > 0;
    }
}
