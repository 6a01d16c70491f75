namespace L2O.Dynamics;

/// <summary>An estimated number and its uncertainty.</summary>
/// <param name="Value">The estimate.</param>
/// <param name="Low">Lower end of its 95 % interval; NaN where none can be told.</param>
/// <param name="High">Upper end of that interval.</param>
public readonly record struct IntervalEstimate(double Value, double Low, double High);
