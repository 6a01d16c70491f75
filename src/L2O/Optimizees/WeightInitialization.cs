namespace L2O.Optimizees;

/// <summary>How the weights and biases of affine and convolution layers start (docs/mathematics.md section 2).</summary>
internal enum WeightInitialization
{
    /// <summary>Weights and biases uniform in ±1/√fan-in: PyTorch's default.</summary>
    FanIn,

    /// <summary>Weights normal with mean 0 and standard deviation 0.01, biases zero.</summary>
    Normal,
}
