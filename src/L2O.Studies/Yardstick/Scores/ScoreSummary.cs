namespace L2O.Studies.Yardstick.Scores;

/// <summary>How an optimizer does on all tasks at one horizon, next to tuned Adam.</summary>
/// <param name="Optimizer">Its name.</param>
/// <param name="Horizon">Steps.</param>
/// <param name="Tasks">Number of tasks.</param>
/// <param name="SpeedUp">Interquartile mean over the tasks.</param>
/// <param name="NotReached">Tasks on which Adam did not reach its final loss in twice the steps, which count as 2.</param>
/// <param name="TimeSpeedUp">Interquartile mean of the speed-up in seconds; NaN where times were not measured.</param>
/// <param name="MeanRatio">Interquartile mean of the ratio of mean training losses.</param>
/// <param name="FinalRatio">Interquartile mean of the ratio of final training losses.</param>
/// <param name="TestGain">Interquartile mean of what the test metric is above Adam's.</param>
/// <param name="Won">Share of the tasks won.</param>
/// <param name="Diverged">Share of the runs that diverged.</param>
/// <param name="Improvement">Mean over the tasks of the probability that a run ends below one of Adam's.</param>
internal sealed record ScoreSummary(string Optimizer, int Horizon, int Tasks, Interval SpeedUp, int NotReached, Interval TimeSpeedUp,
    Interval MeanRatio, Interval FinalRatio, Interval TestGain, Interval Won, Interval Diverged, Interval Improvement);
