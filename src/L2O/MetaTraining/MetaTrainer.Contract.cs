namespace L2O.MetaTraining;

/// <content>What <see cref="IMetaTrainer{T}"/> asks for and is no part of the public surface.</content>
public sealed partial class MetaTrainer<T> : IMetaTrainer<T>
{
    ReadOnlySpan<T> IMetaTrainer<T>.Phi => Phi;

    MetaTrainingCursor IMetaTrainer<T>.Cursor => Cursor;

    MetaTrainingState<T> IMetaTrainer<T>.Save() => Save();

    void IMetaTrainer<T>.Restore(MetaTrainingState<T> state) => Restore(state);

    EpochMetrics IMetaTrainer<T>.RunEpoch(MetaTrainingHooks? hooks, CancellationToken cancellation) => RunEpoch(hooks, cancellation);
}
