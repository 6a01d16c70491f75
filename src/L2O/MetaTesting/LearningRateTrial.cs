using L2O.Optimizers.Wrappers;

namespace L2O.MetaTesting;

/// <summary>One learning rate tried in a search.</summary>
/// <param name="Optimizee">The optimizee's name.</param>
/// <param name="Optimizer">The optimizer's name.</param>
/// <param name="LearningRate">The rate tried.</param>
/// <param name="SummedLosses">For each run the training loss summed over the search's iterations, in nats; NaN if the run diverged.</param>
/// <param name="Chosen">Whether this rate won: smallest mean of <paramref name="SummedLosses"/>; a diverged rate loses.</param>
/// <param name="Extended">Whether it lies beyond the grid, which was extended because the winner lay at its end.</param>
/// <param name="Schedule">The rate's schedule where several were tried; empty otherwise.</param>
public sealed record LearningRateTrial(string Optimizee, string Optimizer, double LearningRate,
    IReadOnlyList<double> SummedLosses, bool Chosen, bool Extended = false, string Schedule = "")
{
    /// <summary>The optimizer under the schedule on trial, as one would ask for it.</summary>
    internal string Name =>
        Schedule.Length == 0 || Schedule == Optimizers.Wrappers.Schedule.NameOf(ScheduleKind.Constant) ? Optimizer
            : $"{Optimizer}:schedule={Schedule}";

    /// <summary>
    /// Whether the rate chosen for a baseline is the least or the greatest of several tried: a better one may lie beyond.
    /// </summary>
    internal static bool IsAtEnd(IEnumerable<LearningRateTrial> searches, string optimizee, string optimizer)
    {
        LearningRateTrial[] trials = [.. searches.Where(trial => trial.Optimizee == optimizee && trial.Optimizer == optimizer)
            .OrderBy(static trial => trial.LearningRate)];
        string? schedule = trials.FirstOrDefault(static trial => trial.Chosen)?.Schedule;
        trials = [.. trials.Where(trial => trial.Schedule == schedule)];
        return trials.Length > 1 && (trials[0].Chosen || trials[^1].Chosen);
    }
}
