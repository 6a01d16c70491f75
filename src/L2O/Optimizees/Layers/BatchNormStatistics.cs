namespace L2O.Optimizees.Layers;

/// <summary>What batch norm normalizes with in evaluation. In training it is always the batch's own mean and variance.</summary>
public enum BatchNormStatistics
{
    /// <summary>Running estimates, which training updates.</summary>
    Tracked,

    /// <summary>The mean and variance of the batch in evaluation too.</summary>
    Batch,
}
