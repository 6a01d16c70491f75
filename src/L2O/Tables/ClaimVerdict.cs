namespace L2O.Tables;

/// <summary>Whether a claim of the study held.</summary>
internal enum ClaimVerdict
{
    /// <summary>It held, and the uncertainty over the runs does not reach the other side.</summary>
    Reproduced,

    /// <summary>It did not hold, and the uncertainty does not reach the side where it would.</summary>
    NotReproduced,

    /// <summary>It was measured, and the uncertainty covers both sides.</summary>
    Inconclusive,

    /// <summary>What it needs was not measured, or rests on a single meta-training.</summary>
    NotJudged,

    /// <summary>The study itself states no test: the numbers stand for themselves.</summary>
    Reported,
}
