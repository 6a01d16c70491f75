using Microsoft.Extensions.Logging;

namespace L2O.Runs;

/// <summary>What a run tells its logs.</summary>
internal static partial class RunLog
{
    [LoggerMessage(1, LogLevel.Information,
        "{Kind} begins: epoch {Epoch} of {Epochs}, run {Run}, iteration {Iteration}; process {ProcessId}, {Threads} threads, {Lanes} " +
        "bit lanes")]
    public static partial void Begun(this ILogger logger, string kind, int epoch, int epochs, int run,
        int iteration, int processId, int threads, int lanes);

    [LoggerMessage(2, LogLevel.Debug, "checkpoint: epoch {Epoch}, run {Run}, iteration {Iteration}; {Milliseconds:F0} ms")]
    public static partial void Checkpointed(this ILogger logger, int epoch, int run, int iteration, double milliseconds);

    [LoggerMessage(3, LogLevel.Information,
        "epoch {Epoch} of {Epochs}: meta-loss {MetaLoss:F4}, summed test loss {TestLoss:F3}, best {Best}, {SkippedMetaSteps} meta-steps " +
        "skipped, {DivergedRuns} runs diverged")]
    public static partial void EpochDone(this ILogger logger, int epoch, int epochs, double metaLoss,
        double testLoss, bool best, int skippedMetaSteps, int divergedRuns);

    [LoggerMessage(4, LogLevel.Warning, "{Divergence}; policy {Policy}")]
    public static partial void Diverged(this ILogger logger, string divergence, string policy);

    [LoggerMessage(5, LogLevel.Warning, "{Warning}")]
    public static partial void Damaged(this ILogger logger, string warning);

    [LoggerMessage(10, LogLevel.Warning, "{Warning}")]
    public static partial void Collapsed(this ILogger logger, string warning);

    [LoggerMessage(6, LogLevel.Warning, "process {ProcessId} on {Host} had this folder and ended without saying so; taking over")]
    public static partial void TakenOver(this ILogger logger, int processId, string host);

    [LoggerMessage(10, LogLevel.Information, "{Note}")]
    public static partial void Noted(this ILogger logger, string note);

    [LoggerMessage(8, LogLevel.Information,
        "meta-test begins: {Optimizers} on {Optimizees}, {Runs} runs of {Iterations} iterations; process {ProcessId}, {Threads} threads")]
    public static partial void TestBegun(this ILogger logger, string optimizers, string optimizees,
        int runs, int iterations, int processId, int threads);

    [LoggerMessage(7, LogLevel.Information, "{State}: {Reason}")]
    public static partial void Ended(this ILogger logger, string state, string reason);

    [LoggerMessage(9, LogLevel.Information,
        "training begins: {Network} with {Optimizer}, iteration {Iteration} of {Iterations}; process {ProcessId}, {Threads} threads")]
    public static partial void NetworkBegun(this ILogger logger, string network, string optimizer, int iteration, int iterations,
        int processId, int threads);
}
