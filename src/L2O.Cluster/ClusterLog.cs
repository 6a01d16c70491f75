using Microsoft.Extensions.Logging;

namespace L2O.Cluster;

/// <summary>What the hub tells its log.</summary>
internal static partial class ClusterLog
{
    [LoggerMessage(1, LogLevel.Information,
        "hub begins: {Workers} workers, port {Port}, {RoundsDone} rounds done, history {First} to {End}")]
    public static partial void HubBegun(this ILogger logger, int workers, int port, int roundsDone, int first, int end);

    [LoggerMessage(2, LogLevel.Information, "worker {Worker} calls: {Process}, {RoundsDone} rounds done, from {Peer}")]
    public static partial void Joined(this ILogger logger, int worker, string process, int roundsDone, string peer);

    [LoggerMessage(3, LogLevel.Information, "worker {Worker} is gone: {Reason}")]
    public static partial void Left(this ILogger logger, int worker, string reason);

    [LoggerMessage(4, LogLevel.Warning, "refused a call from {Peer}: {Reason}")]
    public static partial void Refused(this ILogger logger, string peer, string reason);

    [LoggerMessage(5, LogLevel.Warning, "{Warning}")]
    public static partial void Damaged(this ILogger logger, string warning);
}
