namespace L2O.Optimizees.Activations;

/// <summary>A function that is applied to every feature on its own.</summary>
public enum ActivationKind
{
    /// <summary>1/(1 + e^-x).</summary>
    Sigmoid,

    /// <summary>tanh x.</summary>
    Tanh,

    /// <summary>max(x, 0); slope 0 at 0.</summary>
    Relu,

    /// <summary>x above zero, 0.01·x below.</summary>
    LeakyRelu,

    /// <summary>ln(1 + e^x).</summary>
    Softplus,

    /// <summary>x·Φ(x), Φ the standard normal distribution function: the exact form, PyTorch's default.</summary>
    Gelu,

    /// <summary>x/(1 + e^-x), also called swish.</summary>
    Silu,
}
