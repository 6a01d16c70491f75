namespace L2O.Optimizers.Learned.Lstm;

/// <summary>How the output layer of a learned optimizer starts (docs/mathematics.md section 3).</summary>
public enum OutputInitialization
{
    /// <summary>Weight and bias uniform in ±1/sqrt(H), as all of phi.</summary>
    Uniform,

    /// <summary>Weight Xavier-uniform (±sqrt(6/(H+1))), bias zero.</summary>
    Xavier,
}
