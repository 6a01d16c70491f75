namespace L2O.Studies.Paper.Claims;

/// <summary>Whose test run it is: two optimizers' runs of equal number begin with the same parameters and read the same batches.</summary>
/// <param name="Start">Number of the meta-training that a learned optimizer comes from, its start of phi; null where there is none.</param>
/// <param name="Run">Number of the run, from 0.</param>
internal readonly record struct TestedRun(int? Start, int Run);
