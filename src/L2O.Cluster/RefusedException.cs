namespace L2O.Cluster;

/// <summary>The hub does not take what a worker says.</summary>
/// <param name="message">Why.</param>
/// <param name="mayPass">Whether it may take it later.</param>
internal sealed class RefusedException(string message, bool mayPass = false) : Exception(message)
{
    /// <summary>Whether the hub may take it later.</summary>
    public bool MayPass { get; } = mayPass;
}
