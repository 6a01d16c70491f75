namespace L2O.Studies.Steps;

/// <summary>News of a step.</summary>
/// <param name="Step">Its name.</param>
/// <param name="State">How it stands.</param>
/// <param name="Share">How much of it is done, 0 to 1.</param>
/// <param name="Threads">Threads that it has; 0 while it does not run.</param>
/// <param name="Seconds">Time that it took so far.</param>
/// <param name="Error">Why it failed, a line; null otherwise.</param>
internal sealed record StepProgress(string Step, StepState State, double Share, int Threads, double Seconds, string? Error = null);
