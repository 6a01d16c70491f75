namespace L2O.MetaTraining.Estimators;

/// <summary>A meta-training in one process: it owns everything.</summary>
internal sealed class SingleProcess : IShareExchange
{
    public bool Owns(int number) => true;

    public void Exchange(int metaStep, Span<ParticleShare> shares, CancellationToken cancellation)
    {
        // All are its own.
    }

    public void Exchange(int epoch, Span<double> losses, CancellationToken cancellation)
    {
        // Likewise.
    }
}
