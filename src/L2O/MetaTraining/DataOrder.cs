namespace L2O.MetaTraining;

/// <summary>Which batches the inner runs see (docs/mathematics.md section 1).</summary>
public enum DataOrder
{
    /// <summary>Every run starts the same stream of batches afresh, as in the original.</summary>
    Fixed,

    /// <summary>Every run has a stream of its own.</summary>
    PerRun,
}
