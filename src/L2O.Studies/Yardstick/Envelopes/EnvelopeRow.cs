namespace L2O.Studies.Yardstick.Envelopes;

/// <summary>One task and length, ours beside the published envelope.</summary>
/// <param name="Task">The task's name.</param>
/// <param name="Horizon">Length of our runs.</param>
/// <param name="Step">The last published point in it.</param>
/// <param name="Ours">Our envelope there.</param>
/// <param name="Published">The published one.</param>
/// <param name="Ratio">Ours over the published one.</param>
/// <param name="Rate">The rate that gave ours.</param>
/// <param name="Unsmoothed">Our loss there without the moving average: mean of the last nine steps and the runs, the least of all
/// rates.</param>
internal sealed record EnvelopeRow(string Task, int Horizon, double Step, double Ours, double Published, double Ratio, double Rate,
    double Unsmoothed);
