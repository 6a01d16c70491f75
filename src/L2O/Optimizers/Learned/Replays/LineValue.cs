namespace L2O.Optimizers.Learned.Replays;

/// <summary>What a coordinate reads of its lines at one decay.</summary>
/// <param name="Row">Mean square of its row.</param>
/// <param name="Column">Mean square of its column.</param>
/// <param name="Factor">What the gradient is multiplied by.</param>
/// <param name="OfMomentum">What its running mean is multiplied by.</param>
internal readonly record struct LineValue(ReplayedNumber Row, ReplayedNumber Column, ReplayedNumber Factor, ReplayedNumber OfMomentum);
