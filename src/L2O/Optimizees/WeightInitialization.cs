namespace L2O.Optimizees;

/// <summary>How the weights and biases of affine and convolution layers start (docs/mathematics.md section 2).</summary>
internal enum WeightInitialization
{
    /// <summary>Weights and biases uniform in ±1/√fan-in: PyTorch's default.</summary>
    FanIn,

    /// <summary>Weights normal with mean 0 and standard deviation 0.01, biases zero.</summary>
    Normal,

    /// <summary>Weights normal with deviation 1/√fan-in, cut at two deviations, biases zero: Haiku's default.</summary>
    Truncated,

    /// <summary>Weights normal with deviation 1/√fan-in, cut at two deviations, biases N(0, 1): hidden layers of the maximal update
    /// parametrization (Yang and Hu 2021, "Tensor Programs IV").</summary>
    MaximalUpdate,

    /// <summary>Weights 0, biases N(0, 1): the last layer of that parametrization.</summary>
    MaximalUpdateHead,
}
