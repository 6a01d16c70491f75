using System.Collections.Immutable;
using L2O.Tables;

namespace L2O.Studies.Paper.Claims;

/// <summary>All claims of the study.</summary>
internal static class ClaimCatalog
{
    /// <summary>In the order of the study.</summary>
    public static ImmutableArray<Claim> All { get; } =
    [
        new RescaleDeviationClaim(),
        new ScaleDeviationClaim(),
        new DeviationAndLossClaim(),
        new RescaleRegularizationClaim(),
        new ScaleRegularizationClaim(),
        new MixtureDeviationClaim(),
        new MixtureLossClaim(),
        new TailIndexClaim(),
        new CovarianceClaim(),
        new UpdateSizeClaim(),
        new GeneralizationClaim(),
        new SpeedClaim(),
    ];

    /// <summary>Judges all of them.</summary>
    /// <param name="tables">What was stored.</param>
    public static ImmutableArray<ClaimResult> Judge(StudyTables tables) => [.. All.Select(claim => claim.Judge(tables))];

    /// <summary>The same numbers without a verdict, for a scale that is too small for one.</summary>
    /// <param name="claims">As judged.</param>
    /// <param name="scale">The scale's name.</param>
    public static ImmutableArray<ClaimResult> WithoutVerdict(ImmutableArray<ClaimResult> claims, string scale) =>
    [
        .. claims.Select(claim => claim.Verdict == ClaimVerdict.Reported ? claim : claim with
        {
            Verdict = ClaimVerdict.NotJudged,
            Finding = $"Scale {scale} can't judge. {claim.Finding}",
        }),
    ];
}
