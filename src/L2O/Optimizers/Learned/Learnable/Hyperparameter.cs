namespace L2O.Optimizers.Learned.Learnable;

/// <summary>
/// Hyperparameters as coordinates of phi that any real number is good for: phi = 0 gives the start value exactly, steps of phi are relative
/// ones, and no hyperparameter leaves its range.
/// </summary>
internal static class Hyperparameter
{
    /// <summary>A positive one: start · e^phi.</summary>
    public static double Positive(double start, double phi) => start * Math.Exp(phi);

    /// <summary>A decay of 0 to below 1: the logistic function of its start's logit plus phi. A start of 0 stays 0.</summary>
    public static double Decay(double start, double phi) => start / (start + (1 - start) * Math.Exp(-phi));

    /// <summary>d(decay)/d(phi).</summary>
    public static double DecaySlope(double decay) => decay * (1 - decay);
}
