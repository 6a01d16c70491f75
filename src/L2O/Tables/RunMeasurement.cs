using L2O.Dynamics;

namespace L2O.Tables;

/// <summary>A row of the table of dynamics: a measured number, and of which run it is.</summary>
/// <param name="Optimizee">The optimizee's name.</param>
/// <param name="Optimizer">The optimizer's name.</param>
/// <param name="Run">Counted from 0: equal numbers start from the same theta.</param>
/// <param name="Measurement">What was measured.</param>
public sealed record RunMeasurement(string Optimizee, string Optimizer, int Run, Measurement Measurement);
