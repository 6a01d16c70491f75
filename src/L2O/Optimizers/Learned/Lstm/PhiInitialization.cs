namespace L2O.Optimizers.Learned.Lstm;

/// <summary>Which random numbers a fresh phi is drawn from (docs/mathematics.md section 3).</summary>
public enum PhiInitialization
{
    /// <summary>This library's, from the seed of the meta-training.</summary>
    Own,

    /// <summary>PyTorch's, from a seed of their own, so that phi equals what the study's code starts from, bit for bit.</summary>
    Pytorch,
}
