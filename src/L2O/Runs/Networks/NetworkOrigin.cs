namespace L2O.Runs.Networks;

/// <summary>Where a trained network comes from.</summary>
/// <param name="Data">The dataset.</param>
/// <param name="Optimizer">The optimizer's text.</param>
/// <param name="Seed">Source of all randomness.</param>
internal sealed record NetworkOrigin(string Data, string Optimizer, ulong Seed);
