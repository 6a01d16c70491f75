namespace L2O.Optimizees.Layers;

/// <summary>What a layer means for the symmetries of a network.</summary>
public enum LayerRole
{
    /// <summary>Nothing: most activations.</summary>
    Other,

    /// <summary>Linear in its first parameter, the weight, plus its second, the bias: affine layers and convolutions.</summary>
    Linear,

    /// <summary>
    /// f(k·x) = k·f(x) for every k above 0 and each <see cref="LayerSignature.BlockCount"/> block of features by itself: ReLU, leaky ReLU,
    /// max-pooling. Or for some features alone.
    /// </summary>
    Homogeneous,

    /// <summary>
    /// Takes the factor of each feature (batch norm) or one that all features share (layer norm, <see cref="LayerSignature.BlockCount"/> 1)
    /// out again, then applies a weight and a bias, its parameters. They come behind those of all other layers in theta, unless the layer
    /// is part of a residual block.
    /// </summary>
    Normalization,
}
