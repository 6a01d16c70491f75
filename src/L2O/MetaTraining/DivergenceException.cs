namespace L2O.MetaTraining;

/// <summary>A meta-training that was told to abort met a number that is not finite.</summary>
public sealed class DivergenceException : Exception
{
    /// <summary>An exception that names the place.</summary>
    /// <param name="divergence">What became NaN or infinite, and where.</param>
    internal DivergenceException(Divergence divergence)
        : base($"meta-training diverged: {divergence}; expected finite numbers, a smaller metaTraining.metaLearningRate or " +
        $"metaTraining.clipNorm may help")
    {
        ArgumentNullException.ThrowIfNull(divergence);
        Divergence = divergence;
    }

    /// <summary>What became NaN or infinite, and where.</summary>
    internal Divergence Divergence { get; }
}
