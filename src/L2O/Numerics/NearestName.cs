namespace L2O.Numerics;

/// <summary>Finds what somebody probably meant, for error messages.</summary>
internal static class NearestName
{
    /// <summary>
    /// The candidate with the fewest edits (insertion, deletion, substitution, swap of neighbors; case does not matter) from the name.
    /// </summary>
    /// <param name="name">What was asked for.</param>
    /// <param name="candidates">Valid names; of equally near ones the first wins.</param>
    /// <returns>The nearest name, or null where none is near: more than a third of the longer name's letters (but at least two) would
    /// change.</returns>
    public static string? Find(string name, IEnumerable<string> candidates)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(candidates);
        string? nearest = null;
        int fewest = int.MaxValue;
        foreach (string candidate in candidates)
        {
            int edits = Distance(name.ToUpperInvariant(), candidate.ToUpperInvariant());
            if (edits >= fewest || edits > Math.Max(2, Math.Max(name.Length, candidate.Length) / 3))
                continue;
            (nearest, fewest) = (candidate, edits);
        }
        return nearest;
    }

    /// <summary>Edit distance with swaps of neighbors ("optimal string alignment"), row by row.</summary>
    private static int Distance(string a, string b)
    {
        int[] twoBack = new int[b.Length + 1];
        int[] previous = [.. Enumerable.Range(0, b.Length + 1)];
        int[] current = new int[b.Length + 1];
        for (int i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int substitution = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                current[j] = Math.Min(substitution, 1 + Math.Min(previous[j], current[j - 1]));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    current[j] = Math.Min(current[j], twoBack[j - 2] + 1);
            }
            (twoBack, previous, current) = (previous, current, twoBack);
        }
        return previous[b.Length];
    }
}
