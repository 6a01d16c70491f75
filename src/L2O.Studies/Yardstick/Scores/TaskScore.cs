namespace L2O.Studies.Yardstick.Scores;

/// <summary>How an optimizer does on one task at one horizon, next to tuned Adam. Losses are medians over the runs.</summary>
/// <param name="Task">The task's name.</param>
/// <param name="Part">validation or test.</param>
/// <param name="Optimizer">Its name.</param>
/// <param name="Horizon">Steps.</param>
/// <param name="Setting">What a search chose; else the name.</param>
/// <param name="SpeedUp">See <see cref="Scores.SpeedUp"/>, 0 to 2.</param>
/// <param name="Reached">Whether Adam reached the optimizer's final loss in twice the steps.</param>
/// <param name="TimeSpeedUp">The same in seconds; NaN where times were not measured.</param>
/// <param name="MeanRatio">Mean training loss over Adam's.</param>
/// <param name="FinalRatio">Final training loss over Adam's.</param>
/// <param name="FinalLoss">Final training loss; infinite for a divergence.</param>
/// <param name="TestLoss">Loss of the test split.</param>
/// <param name="TestMetric">Accuracy or R² of the test split; NaN where there is none.</param>
/// <param name="TestGain">That less Adam's.</param>
/// <param name="Won">Whether the final training loss is below Adam's.</param>
/// <param name="Diverged">Share of the runs that diverged.</param>
/// <param name="Improvement">Probability that a run ends below one of Adam's.</param>
/// <param name="StepSeconds">Median time of a step, one thread; NaN where it was not measured.</param>
internal sealed record TaskScore(string Task, string Part, string Optimizer, int Horizon, string Setting, double SpeedUp, bool Reached,
    double TimeSpeedUp, double MeanRatio, double FinalRatio, double FinalLoss, double TestLoss, double TestMetric, double TestGain,
    bool Won, double Diverged, double Improvement, double StepSeconds);
