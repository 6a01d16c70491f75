namespace L2O.Serving.Views;

/// <summary>How a run stands, in a line.</summary>
/// <param name="Id">Names it in addresses.</param>
/// <param name="Kind">What runs, e.g. <c>meta-training</c>.</param>
/// <param name="State">running, finished, interrupted, failed or crashed.</param>
/// <param name="What">The experiment in a few words.</param>
internal sealed record RunSummary(string Id, string Kind, string State, string What)
{
    /// <summary>When its first session began, UTC.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>When its last session ended, UTC; null while that goes on.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>Why it ended.</summary>
    public string? ExitReason { get; init; }

    /// <summary>Time that its sessions took together, the present one included.</summary>
    public double WorkedSeconds { get; init; }

    /// <summary>Epochs that are done.</summary>
    public int EpochsDone { get; init; }

    /// <summary>Epochs planned; null for a run without epochs.</summary>
    public int? Epochs { get; init; }

    /// <summary>The epoch under way, from 1; null if unknown.</summary>
    public int? Epoch { get; init; }

    /// <summary>Inner iterations done; null if unknown.</summary>
    public long? Iterations { get; init; }

    /// <summary>Inner iterations of the whole run; null if unknown.</summary>
    public long? TotalIterations { get; init; }

    /// <summary>Share that is done, 0 to 1; null if unknown.</summary>
    public double? Fraction { get; init; }

    /// <summary>Mean of the training losses in the last second, in nats.</summary>
    public double Loss { get; init; }

    /// <summary>Mean meta-loss of the last whole epoch, or of the first one so far.</summary>
    public double MetaLoss { get; init; }

    /// <summary>Summed test loss of the best epoch, in nats.</summary>
    public double BestTestLoss { get; init; }

    /// <summary>Iterations a second over the last minute; null unless it runs.</summary>
    public double? Rate { get; init; }

    /// <summary>Time left at that rate; null unless it runs.</summary>
    public double? SecondsLeft { get; init; }

    /// <summary>Time since it last told of itself; null unless it runs.</summary>
    public double? SilentSeconds { get; init; }

    /// <summary>Whether there is a report to look at.</summary>
    public bool HasReport { get; init; }
}
