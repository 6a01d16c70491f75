namespace L2O.Cluster;

/// <summary>Everybody's results of a round.</summary>
/// <param name="Number">See <see cref="L2O.MetaTraining.Estimators.ExchangeRounds"/>.</param>
/// <param name="Packed">As <see cref="SharePacking"/> packs them.</param>
/// <param name="Checkpoint">Whether all store a checkpoint behind it.</param>
internal sealed record SharedRound(int Number, ReadOnlyMemory<byte> Packed, bool Checkpoint);
