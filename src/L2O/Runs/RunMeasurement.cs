using L2O.Dynamics;

namespace L2O.Runs;

/// <summary>A measured number with the run that it belongs to: a row of the table of dynamics.</summary>
/// <param name="Optimizee">The optimizee's name.</param>
/// <param name="Optimizer">The optimizer's name.</param>
/// <param name="Run">Counted from 0.</param>
/// <param name="Measurement">What was measured.</param>
public sealed record RunMeasurement(string Optimizee, string Optimizer, int Run, Measurement Measurement);
