namespace L2O.Runs.Networks;

/// <summary>How good the kept weights are. Metrics are accuracy (0 to 1) or R² (at most 1), and null where there is neither.</summary>
/// <param name="Iterations">Steps that were made.</param>
/// <param name="BestIteration">Steps behind which the kept weights stood; 0 if none got below the loss of the start.</param>
/// <param name="Diverged">Whether training ended early because its loss was no finite number.</param>
/// <param name="ValidationLoss">Loss of the kept weights on the validation split.</param>
/// <param name="ValidationMetric">Their metric there.</param>
/// <param name="TestLoss">Their loss on the test split; null while training is not done.</param>
/// <param name="TestMetric">Their metric there.</param>
internal sealed record NetworkResults(
    int Iterations, int BestIteration, bool Diverged, double? ValidationLoss, double? ValidationMetric, double? TestLoss,
    double? TestMetric);
