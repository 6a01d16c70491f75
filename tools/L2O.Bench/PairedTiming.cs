namespace L2O.Bench;

/// <summary>
/// An operation's times next to those of a reference that ran in turns with it, so that a disturbance of the machine meets both.
/// </summary>
/// <param name="Operation">Seconds an operation.</param>
/// <param name="Reference">Seconds a reference operation.</param>
/// <param name="Ratio">Operation over reference, of neighboring repetitions.</param>
internal sealed record PairedTiming(Timing Operation, Timing Reference, Timing Ratio);
