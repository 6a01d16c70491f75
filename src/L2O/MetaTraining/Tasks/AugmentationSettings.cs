using L2O.Optimizers;

namespace L2O.MetaTraining.Tasks;

/// <summary>
/// Changes of a task that its optimizer meets as another task: parameters in other units (the network computes with s·theta, so that
/// gradients come s times as large; Metz et al. 2020, "Tasks, stability, architecture, and compute"; Lv et al. 2017, "Learning gradient
/// descent: better generalization and longer horizons"), noisier and larger gradients.
/// </summary>
public sealed record AugmentationSettings
{
    /// <summary>Describes augmentations; by default there are none.</summary>
    /// <param name="scales">What has a scale s of its own.</param>
    /// <param name="scaleRange">r, 1 or more: s is drawn log-uniformly from 1/r to r; 1 for none.</param>
    /// <param name="gradientNoise">Standard deviation of normal noise on each coordinate of the gradient, in units of the gradient's root
    /// mean square; 0 for none.</param>
    /// <param name="gradientScaleRange">r, 1 or more: a run's gradients are multiplied by a number drawn log-uniformly from 1/r to
    /// r.</param>
    /// <param name="share">Share of the runs that are changed, 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public AugmentationSettings(ScaleKind scales = ScaleKind.Global, double scaleRange = 1, double gradientNoise = 0,
        double gradientScaleRange = 1, double share = 1)
    {
        Scales = scales;
        ScaleRange = Range(scaleRange, nameof(scaleRange));
        GradientNoise = gradientNoise >= 0 && double.IsFinite(gradientNoise) ? gradientNoise
            : throw new ArgumentOutOfRangeException(nameof(gradientNoise), $"gradientNoise is {gradientNoise}; expected 0 or more");
        GradientScaleRange = Range(gradientScaleRange, nameof(gradientScaleRange));
        Share = SettingRange.Share(share, nameof(share));
    }

    /// <summary>What has a scale of its own.</summary>
    public ScaleKind Scales { get; }

    /// <summary>The largest scale, and the inverse of the smallest.</summary>
    public double ScaleRange { get; }

    /// <summary>Standard deviation of noise on the gradient, in units of its root mean square.</summary>
    public double GradientNoise { get; }

    /// <summary>The largest factor of a run's gradients, and the inverse of the smallest.</summary>
    public double GradientScaleRange { get; }

    /// <summary>Share of the runs that are changed.</summary>
    public double Share { get; }

    private static double Range(double value, string name) => value is >= 1 and <= 1e6 ? value
        : throw new ArgumentOutOfRangeException(name, $"{name} is {value}; expected 1 to 1000000");
}
