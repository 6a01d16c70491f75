using System.Numerics;

namespace L2O.MetaTraining;

/// <summary>What trains phi, epoch by epoch, and can be stored between meta-steps.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal interface IMetaTrainer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Epochs done.</summary>
    int Epoch { get; }

    /// <summary>One entry an epoch done.</summary>
    IReadOnlyList<EpochMetrics> Metrics { get; }

    /// <summary>(P) the present parameters.</summary>
    ReadOnlySpan<T> Phi { get; }

    /// <summary>(P) the best parameters so far.</summary>
    ReadOnlySpan<T> BestPhi { get; }

    /// <summary>Where the epoch under way stands.</summary>
    MetaTrainingCursor Cursor { get; }

    /// <summary>A copy of everything that <see cref="Restore"/> needs; between meta-steps.</summary>
    MetaTrainingState<T> Save();

    /// <summary>Continues where <see cref="Save"/> was called, with the same settings, seed and data.</summary>
    /// <exception cref="InvalidDataException">The state does not fit; this trainer is of no more use then.</exception>
    void Restore(MetaTrainingState<T> state);

    /// <summary>Runs the next epoch, or what is left of the one under way.</summary>
    /// <param name="hooks">Whom to tell.</param>
    /// <param name="cancellation">Checked often; what is between two boundaries is lost then.</param>
    EpochMetrics RunEpoch(MetaTrainingHooks? hooks, CancellationToken cancellation = default);
}
