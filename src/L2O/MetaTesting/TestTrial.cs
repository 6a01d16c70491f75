namespace L2O.MetaTesting;

/// <summary>One test run of a meta-test, before it starts.</summary>
/// <param name="Optimizee">The network's name.</param>
/// <param name="Optimizer">The optimizer's name.</param>
/// <param name="Run">From 0; equal numbers start from the same theta.</param>
/// <param name="Key">Describes the run completely: equal keys mean equal results.</param>
internal sealed record TestTrial(string Optimizee, string Optimizer, int Run, string Key);
