namespace L2O.Optimizers.Learned.Celo2;

/// <summary>What moves the tensors of fewer than two dimensions of a <see cref="Celo2"/>.</summary>
public enum Celo2VectorRule
{
    /// <summary>Adam with β1 = 0.9, β2 = 0.95, ε = 1e-8 and bias correction, as in PyLO.</summary>
    Adam,

    /// <summary>Adam without bias correction, m/√(r + 1e-8), as in the Celo repository, which has a rate factor of 20.</summary>
    UncorrectedAdam,

    /// <summary>Adam with the running means that the network reads elsewhere, of gradients within ±1000, as in ELO-CELO2.</summary>
    SharedAdam,

    /// <summary>The network itself, with the features that need no rows and columns.</summary>
    Learned,
}
