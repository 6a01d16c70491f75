namespace L2O.Studies.Steps;

/// <summary>Steps of a study failed. The message names the first and says why.</summary>
/// <param name="steps">How all steps ended.</param>
internal sealed class StepsFailedException(IReadOnlyList<StepProgress> steps) : Exception(Describe(steps))
{
    private static string Describe(IReadOnlyList<StepProgress> steps)
    {
        StepProgress[] failed = [.. steps.Where(static step => step.State == StepState.Failed)];
        int blocked = steps.Count(static step => step.State == StepState.Blocked);
        string more = failed.Length > 1 ? $"; {string.Join(", ", failed[1..].Select(static step => step.Step))} failed too" : "";
        return $"step {failed[0].Step} failed: " +
            $"{failed[0].Error}{more}{(blocked > 0 ? $"; {blocked} steps that need them were not begun" : "")}";
    }
}
