using L2O.Tables;

namespace L2O.Reporting.Figures;

/// <summary>How curves over the iterations are shown.</summary>
internal sealed record CurveOptions
{
    /// <summary>As the curves of the study's figures 5 and 7, where a centered average would show what comes later.</summary>
    public static CurveOptions Trailing { get; } = new(smoothing: 5) { IsTrailing = true };

    /// <summary>Collects the settings.</summary>
    /// <param name="smoothing">Width in iterations of the moving average of each run; odd, 1 for none.</param>
    /// <param name="band">What the band around the mean shows.</param>
    /// <param name="isLogarithmic">Whether losses have a logarithmic axis; accuracies never have.</param>
    /// <param name="insetIterations">How many of the first iterations an inset enlarges; 0 for no inset.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public CurveOptions(int smoothing = LossCurveFigure.DefaultSmoothing, BandKind band = BandKind.Range,
        bool isLogarithmic = true, int insetIterations = 0)
    {
        if (smoothing < 1 || smoothing % 2 == 0)
            throw new ArgumentOutOfRangeException(nameof(smoothing), smoothing,
                $"smoothing is {smoothing}; an odd number of at least 1 was expected");
        ArgumentOutOfRangeException.ThrowIfNegative(insetIterations);
        (Smoothing, Band, IsLogarithmic, InsetIterations) = (smoothing, band, isLogarithmic, insetIterations);
    }

    /// <summary>Width of the moving average.</summary>
    public int Smoothing { get; }

    /// <summary>Whether the average is over an iteration and those before it, instead of those around it.</summary>
    public bool IsTrailing { get; init; }

    /// <summary>What the band shows.</summary>
    public BandKind Band { get; }

    /// <summary>Whether losses have a logarithmic axis.</summary>
    public bool IsLogarithmic { get; }

    /// <summary>Iterations of the inset.</summary>
    public int InsetIterations { get; }
}
