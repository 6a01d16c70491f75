using L2O.MetaTesting;
using Microsoft.Extensions.Logging;

namespace L2O.Runs;

/// <summary>How a <see cref="MetaTestFolder"/> runs and whom it tells; nothing of this changes the result.</summary>
internal sealed record MetaTestRunOptions
{
    /// <summary>Runs side by side; 0 means one for each core.</summary>
    public int Threads { get; init; }

    /// <summary>Keeps the runs of learning-rate searches from one test to the next; null searches afresh.</summary>
    public ITrialStore? Searches { get; init; }

    /// <summary>Told after each run, from several threads but one at a time; may be null.</summary>
    public IProgress<MetaTestProgress>? Progress { get; init; }

    /// <summary>
    /// Called with what a user should know, from several threads: a batch that is left out, a damaged file that is made again; may be null.
    /// </summary>
    public Action<string>? Warned { get; init; }

    /// <summary>Told of the end, and of a session before it that ended without a word; may be null.</summary>
    public ILogger? Logger { get; init; }
}
