using System.Collections.Immutable;

namespace L2O.Studies.Yardstick;

/// <summary>The times of all tasks, measured in one session on one machine.</summary>
/// <param name="Machine">Which.</param>
/// <param name="Tasks">One for each task.</param>
internal sealed record StepTimesRecord(string Machine, ImmutableArray<StepTimes> Tasks);
