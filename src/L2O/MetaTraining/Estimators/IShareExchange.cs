namespace L2O.MetaTraining.Estimators;

/// <summary>How the processes of one meta-training tell each other what their particles came to.</summary>
internal interface IShareExchange
{
    /// <summary>Whether this process owns a particle or an evaluation run.</summary>
    /// <param name="number">Counted through all families, from 0.</param>
    bool Owns(int number);

    /// <summary>Gives the shares of this process's particles and takes those of the others.</summary>
    /// <param name="metaStep">The meta-step, from 0.</param>
    /// <param name="shares">(particle of all families): the own ones are given, the others are filled in.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    void Exchange(int metaStep, Span<ParticleShare> shares, CancellationToken cancellation);

    /// <summary>The same of evaluation runs.</summary>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="losses">(run).</param>
    /// <param name="cancellation">Ends the waiting.</param>
    void Exchange(int epoch, Span<double> losses, CancellationToken cancellation);
}
