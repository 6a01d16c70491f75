using L2O.Reporting.Tables;
using L2O.Tables;

namespace L2O.Reporting.Documents;

/// <summary>Verdicts and evidence in words, the same in every report.</summary>
internal static class ClaimText
{
    /// <summary>A verdict, e.g. <c>not reproduced</c>.</summary>
    internal static string Of(ClaimVerdict verdict) => verdict switch
    {
        ClaimVerdict.Reproduced => "reproduced",
        ClaimVerdict.NotReproduced => "not reproduced",
        ClaimVerdict.Inconclusive => "inconclusive",
        ClaimVerdict.Reported => "reported",
        ClaimVerdict.NotJudged => "not judged",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict,
            $"verdict is {verdict}; one of {string.Join(", ", Enum.GetNames<ClaimVerdict>())} was expected"),
    };

    /// <summary>A sign that tells verdicts apart without color.</summary>
    internal static string Sign(ClaimVerdict verdict) => verdict switch
    {
        ClaimVerdict.Reproduced => "✓",
        ClaimVerdict.NotReproduced => "✗",
        ClaimVerdict.Inconclusive => "?",
        ClaimVerdict.NotJudged => "–",
        _ => "•",
    };

    /// <summary>How many claims have which verdict, and which they are.</summary>
    /// <param name="claims">At least one.</param>
    internal static string Count(IReadOnlyCollection<ClaimResult> claims)
    {
        IEnumerable<string> parts = Enum.GetValues<ClaimVerdict>()
            .Select(verdict =>
                (Verdict: verdict, Ids: claims.Where(claim => claim.Verdict == verdict).Select(static claim => claim.Id).ToArray()))
            .Where(static part => part.Ids.Length > 0)
            .Select(static part =>
                $"{part.Ids.Length} {(part.Verdict == ClaimVerdict.Reported ? "reported without a test" : Of(part.Verdict))} " +
                $"({string.Join(", ", part.Ids)})");
        return $"Of {(claims.Count == 1 ? "1 claim" : $"{claims.Count} claims")} of the study: {string.Join("; ", parts)}.";
    }

    /// <summary>The numbers behind a verdict, the study's beside ours.</summary>
    internal static TableModel Evidence(ClaimResult claim) => new(
        "", $"{claim.Id}: the study's values beside ours. Ours: mean over the runs; interval: 95 % bootstrap interval over the runs.",
            ["quantity", "study", "ours", "interval", "holds"],
        [TableGroup.Plain(claim.Evidence.Select(static one => new[]
        {
            one.Quantity,
            one.Study.Length > 0 ? one.Study : "-",
            NumberText.Digits(one.Value),
            double.IsNaN(one.Low) || double.IsNaN(one.High) ? "-" : $"{NumberText.Digits(one.Low)} to {NumberText.Digits(one.High)}",
            one.Holds switch { true => "yes", false => "no", null => "-" },
        }))]);
}
