namespace L2O.Optimizers.Learned.Factored;

/// <summary>What a tensor of more than two dimensions is to a learned optimizer with factored mean squares.</summary>
public enum ConvolutionForm
{
    /// <summary>One matrix: the first dimension by all others, of a convolution (out, in·height·width).</summary>
    Matrix,

    /// <summary>Mean squares are factored over the two longest dimensions, all others are kept apart. The published form.</summary>
    Tensor,
}
