namespace L2O.Optimizers.Learned.Rules;

/// <summary>The time of a rule's step.</summary>
/// <param name="Iteration">Its number in the run, from 1.</param>
/// <param name="Steps">Steps that the state has seen.</param>
/// <param name="Missed">(tensor): how many of them without its gradient.</param>
/// <param name="Horizon">Steps of the run, if known.</param>
internal readonly record struct RuleClock(int Iteration, int Steps, int[] Missed, int? Horizon);
