namespace L2O.MetaTraining.Estimators;

/// <summary>What the losses of a whole inner run come to.</summary>
public enum LossAggregate
{
    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>The least of them.</summary>
    Minimum,

    /// <summary>The last one.</summary>
    Last,

    /// <summary>The mean over fresh batches at the run's end.</summary>
    Recomputed,
}
