namespace L2O.Tables;

/// <summary>Whether a claim of the study held.</summary>
internal enum ClaimVerdict
{
    /// <summary>It held, and the uncertainty over the runs does not reach the other side.</summary>
    Reproduced,

    /// <summary>It did not hold, and the uncertainty does not reach the side where it would.</summary>
    NotReproduced,

    /// <summary>It was judged, and the uncertainty covers both sides: more runs may decide it.</summary>
    Inconclusive,

    /// <summary>The study itself states no test: the numbers stand for themselves.</summary>
    Reported,

    /// <summary>
    /// It was not judged: the scale is too small for it, what it needs was not measured, or there is a single run or meta-training.
    /// </summary>
    NotJudged,
}
