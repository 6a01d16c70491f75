namespace L2O.Studies.Yardstick.Scores;

/// <summary>How an optimizer does next to another one than Adam.</summary>
/// <param name="Optimizer">Its name.</param>
/// <param name="Reference">The other's name.</param>
/// <param name="Horizon">Steps.</param>
/// <param name="Won">Share of the tasks with the lower final training loss.</param>
/// <param name="FinalRatio">Interquartile mean of the ratio of final training losses.</param>
internal sealed record PairScore(string Optimizer, string Reference, int Horizon, Interval Won, Interval FinalRatio);
