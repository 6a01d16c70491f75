namespace L2O.Optimizers.State;

/// <summary>A part of an optimizer's state that can be looked at.</summary>
/// <param name="Name">As in stored states, e.g. <c>hidden_0</c>.</param>
/// <param name="Owner">What it belongs to.</param>
/// <param name="Channels">Numbers for each owner.</param>
/// <param name="Count">Number of owners: coordinates, tensors, or 1.</param>
/// <param name="Layer">Of the state of a recurrent network the layer that it belongs to, from 1; 0 for any other state.</param>
/// <param name="IsCell">Whether it is a cell's inner state, rather than its hidden state.</param>
internal sealed record StatePart(string Name, StateOwner Owner, int Channels, int Count, int Layer = 0, bool IsCell = false);
