namespace L2O.Studies.Paper.Claims;

/// <summary>A statistic over runs with its uncertainty.</summary>
/// <param name="Value">The statistic of all runs.</param>
/// <param name="Low">Lower end of its 95 % bootstrap interval; NaN if there is a single run.</param>
/// <param name="High">Upper end.</param>
internal readonly record struct RunInterval(double Value, double Low, double High);
