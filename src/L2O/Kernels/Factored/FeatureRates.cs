namespace L2O.Kernels.Factored;

/// <summary>How fast running means follow: 1 - their decays. Of some architectures a part of phi.</summary>
internal sealed class FeatureRates
{
    /// <summary>(decay) of the gradient's means.</summary>
    public double[] Momentum { get; } = [0.1, 0.01, 0.001];

    /// <summary>Of the mean square.</summary>
    public double Square { get; set; } = 0.001;

    /// <summary>(decay) of the mean squares of rows and columns.</summary>
    public double[] Lines { get; } = [0.1, 0.01, 0.001];
}
