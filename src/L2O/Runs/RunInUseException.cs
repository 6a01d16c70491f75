namespace L2O.Runs;

/// <summary>A run folder belongs to another process at the moment. The message names it.</summary>
/// <param name="message">What is in use, and by whom.</param>
internal sealed class RunInUseException(string message) : Exception(message);
