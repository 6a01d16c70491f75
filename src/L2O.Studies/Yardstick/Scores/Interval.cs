namespace L2O.Studies.Yardstick.Scores;

/// <summary>A score and how certain it is.</summary>
/// <param name="Value">Of all tasks and runs.</param>
/// <param name="Low">Lower end of its 95 % interval.</param>
/// <param name="High">Upper end of its 95 % interval.</param>
internal sealed record Interval(double Value, double Low, double High);
