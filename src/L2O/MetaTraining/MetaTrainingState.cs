using System.Numerics;
using L2O.Data;

namespace L2O.MetaTraining;

/// <summary>Everything that a meta-training needs to go on as if it had never stopped. Plain data.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
/// <param name="Epoch">Epochs done.</param>
/// <param name="Phi">(P) present parameters.</param>
/// <param name="BestPhi">(P) the best parameters so far: the result.</param>
/// <param name="BestLoss">What <paramref name="BestPhi"/> was chosen by; infinity before the first epoch.</param>
/// <param name="MetaOptimizer">State of the meta-optimizer, by name.</param>
/// <param name="Metrics">One entry an epoch done.</param>
internal sealed record MetaTrainingState<T>(
    int Epoch,
    T[] Phi,
    T[] BestPhi,
    double BestLoss,
    IReadOnlyList<(string Name, T[] Values)> MetaOptimizer,
    IReadOnlyList<EpochMetrics> Metrics)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Where the epoch under way stands.</summary>
    public MetaTrainingCursor Cursor { get; init; }

    /// <summary>
    /// The inner run under way (theta, the optimizers' states, the stream of unroll lengths), by name; empty between runs.
    /// </summary>
    public IReadOnlyList<(string Name, T[] Values)> InnerRun { get; init; } = [];

    /// <summary>Where that run's next batch begins.</summary>
    public SamplerPosition Batches { get; init; }
}
