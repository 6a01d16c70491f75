namespace L2O.Kernels.Lstm;

/// <summary>The kernels that a step of the learned optimizer and its meta-gradient are made of.</summary>
internal enum LstmKernelPart
{
    /// <summary>Forward: the weighted sums in front of the gates, both cells.</summary>
    GateSums,

    /// <summary>Forward: gates' activations and new state, both cells.</summary>
    Activations,

    /// <summary>Backward: from the gates' adjoints to those of the states and inputs, three products.</summary>
    AdjointRows,

    /// <summary>Backward: the weights' gradient, both cells.</summary>
    WeightSums,
}
