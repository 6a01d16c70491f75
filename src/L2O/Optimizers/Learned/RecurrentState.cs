namespace L2O.Optimizers.Learned;

/// <summary>A part of the state that a recurrent learned optimizer keeps for each coordinate.</summary>
/// <param name="Name">As in stored states, e.g. <c>hidden_0</c>.</param>
/// <param name="Layer">The cell that it belongs to, from 1.</param>
/// <param name="IsCell">Whether it is a cell's inner state, rather than its hidden state.</param>
/// <param name="Channels">Numbers for each coordinate.</param>
/// <param name="Coordinates">n, or 1 where all coordinates share one state.</param>
public sealed record RecurrentState(string Name, int Layer, bool IsCell, int Channels, int Coordinates);
