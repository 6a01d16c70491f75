namespace L2O.Bench;

/// <summary>A part of the benchmark that can be measured alone.</summary>
internal enum BenchPart
{
    /// <summary>Iterations of meta-training, of meta-testing and of the hand-designed optimizers.</summary>
    Training,

    /// <summary>Iterations of the variants of meta-training next to the plain one.</summary>
    Variants,

    /// <summary>Peak memory of a meta-training.</summary>
    Memory,

    /// <summary>Checkpoints of a meta-training.</summary>
    Checkpoints,

    /// <summary>The multiply-add peak and the kernels' shares of it.</summary>
    Kernels,

    /// <summary>Steps of learned optimizers beside Adam's, by the parameter.</summary>
    Learned,

    /// <summary>Inner steps of a particle training.</summary>
    Particles,

    /// <summary>How cost grows with n and U.</summary>
    Growth,

    /// <summary>What live measures add to a meta-test iteration.</summary>
    Dynamics,

    /// <summary>Tail indices and covariances of a snapshot, which go through the data set.</summary>
    Snapshots,
}
