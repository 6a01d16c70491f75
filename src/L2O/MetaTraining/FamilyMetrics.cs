namespace L2O.MetaTraining;

/// <summary>What an epoch of a particle training came to in one family of tasks.</summary>
/// <param name="Epoch">Counted from 1.</param>
/// <param name="Family">Its name.</param>
/// <param name="MetaLoss">Mean contribution to the meta-loss.</param>
/// <param name="GradientNorm">Mean length of the whole meta-gradient over the epoch's meta-steps, before clipping; of all families
/// together.
/// </param>
internal sealed record FamilyMetrics(int Epoch, string Family, double MetaLoss, double GradientNorm);
