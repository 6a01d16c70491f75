using System.Collections.Immutable;
using L2O.Runs;
using Microsoft.Extensions.Logging.Abstractions;

namespace L2O.Studies.Steps;

/// <summary>One session of a study: makes the steps that are not done, and keeps the folder's records meanwhile.</summary>
internal static class StudySession
{
    /// <summary>Makes what is not done. Holds the folder's lock meanwhile.</summary>
    /// <param name="folder">The study's folder; made if it is not there.</param>
    /// <param name="kind">What the study is, e.g. <c>paper</c>.</param>
    /// <param name="seed">Source of its randomness, for the record.</param>
    /// <param name="graph">The steps.</param>
    /// <param name="limits">Cores and memory to use.</param>
    /// <param name="save">Writes how the steps stand, at the beginning and at the end.</param>
    /// <param name="progress">Told of every step's changes, one at a time; may be null.</param>
    /// <param name="cancellation">Interrupts the steps that run; they can be gone on with.</param>
    /// <returns>How each step ended.</returns>
    /// <exception cref="StepsFailedException">A step failed; those that do not depend on it are done.</exception>
    /// <exception cref="OperationCanceledException">It was canceled.</exception>
    /// <exception cref="RunInUseException">Another process has the folder.</exception>
    public static ImmutableArray<StepProgress> Run(string folder, string kind, ulong seed, StepGraph graph, StepLimits limits,
        Action<ImmutableArray<StepProgress>> save, IProgress<StepProgress>? progress, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        using var keeper = new RunKeeper(folder);
        return keeper.Keep(kind, seed, limits.Cores, "all steps are done", NullLogger.Instance, () =>
        {
            save(Waiting(graph));
            ImmutableArray<StepProgress> ended = new StepRunner(graph, folder, limits).Run(progress, cancellation);
            save(ended);
            return ended.Any(static step => step.State is StepState.Failed) ? throw new StepsFailedException(ended) : ended;
        }, cancellation);
    }

    /// <summary>How the steps stand before the first begins.</summary>
    public static ImmutableArray<StepProgress> Waiting(StepGraph graph) =>
        [.. graph.Steps.Select(static step => new StepProgress(step.Name, StepState.Waiting, 0, 0, 0))];
}
