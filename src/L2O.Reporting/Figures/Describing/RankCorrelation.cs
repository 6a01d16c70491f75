namespace L2O.Reporting.Figures.Describing;

/// <summary>Spearman's rank correlation: Pearson's of the ranks, equal values sharing their mean rank.</summary>
internal static class RankCorrelation
{
    /// <summary>The correlation, -1..1; NaN for fewer than three points or where one side is constant.</summary>
    /// <param name="x">Finite values.</param>
    /// <param name="y">As many.</param>
    internal static double Of(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        if (x.Count < 3)
            return double.NaN;
        double[] first = Ranks(x), second = Ranks(y);
        double mean = (x.Count - 1) / 2.0, both = 0, left = 0, right = 0;
        for (int i = 0; i < x.Count; i++)
        {
            both += (first[i] - mean) * (second[i] - mean);
            left += (first[i] - mean) * (first[i] - mean);
            right += (second[i] - mean) * (second[i] - mean);
        }
        return both / Math.Sqrt(left * right);
    }

    private static double[] Ranks(IReadOnlyList<double> values)
    {
        int[] order = [.. Enumerable.Range(0, values.Count).OrderBy(i => values[i])];
        double[] ranks = new double[values.Count];
        for (int start = 0; start < order.Length;)
        {
            int end = start;
            while (end < order.Length && values[order[end]].Equals(values[order[start]]))
                end++;
            for (int i = start; i < end; i++)
                ranks[order[i]] = (start + end - 1) / 2.0;
            start = end;
        }
        return ranks;
    }
}
