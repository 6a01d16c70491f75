namespace L2O.Studies.Yardstick.Runs;

/// <summary>An evaluation of the whole test split.</summary>
/// <param name="Step">Behind which step.</param>
/// <param name="Loss">In the task's own unit.</param>
/// <param name="Metric">Accuracy, or R² of estimated values, both at most 1; NaN for an autoencoder, whose loss says it.</param>
internal readonly record struct TestPoint(int Step, double Loss, double Metric);
