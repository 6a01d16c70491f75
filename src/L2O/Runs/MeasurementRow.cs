using L2O.Dynamics;

namespace L2O.Runs;

/// <summary>A row of <c>dynamics.csv</c>: a measured number and the run that it belongs to.</summary>
/// <param name="Optimizee">The network's name.</param>
/// <param name="Optimizer">The optimizer's name.</param>
/// <param name="Run">From 0; equal numbers start alike and see the same batches.</param>
/// <param name="Measurement">The number, with its iteration, target and measure.</param>
public readonly record struct MeasurementRow(string Optimizee, string Optimizer, int Run, Measurement Measurement);
