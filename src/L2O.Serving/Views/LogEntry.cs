namespace L2O.Serving.Views;

/// <summary>A line of a run's log.</summary>
/// <param name="Time">UTC, as the log has it; empty if the line is not ours.</param>
/// <param name="Level">E.g. <c>information</c> or <c>warning</c>; empty likewise.</param>
/// <param name="Message">What happened.</param>
internal sealed record LogEntry(string Time, string Level, string Message);
