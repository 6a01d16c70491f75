using L2O.Dynamics;
using L2O.Dynamics.Covariance;
using L2O.Dynamics.Noise;
using L2O.Dynamics.Spectra;
using L2O.Dynamics.Symmetry;
using L2O.Dynamics.Updates;
using L2O.Optimizees.Symmetry;

namespace L2O.Tables;

/// <summary>The quantities that figures show, as the measures declare them: for what draws and measures nothing.</summary>
internal static class DynamicsQuantities
{
    /// <summary>Norms and mean absolute values, each with the vector that it is of.</summary>
    public static IReadOnlyList<(MeasureQuantity Quantity, string Vector)> Sizes { get; } =
    [
        (NormObserver.ThetaNorm, "parameters"), (NormObserver.GradientNorm, "gradients"), (NormObserver.UpdateNorm, "updates"),
        (NormObserver.ThetaMeanAbsolute, "parameters"), (NormObserver.GradientMeanAbsolute, "gradients"),
        (NormObserver.UpdateMeanAbsolute, "updates"),
    ];

    /// <summary>Largest eigenvalue and trace of the covariance, each with the vector that it is of.</summary>
    public static IReadOnlyList<(MeasureQuantity Eigenvalue, MeasureQuantity Trace, string Vector)> Covariances { get; } =
    [
        (CovarianceObserver.UpdateEigenvalue, CovarianceObserver.UpdateTrace, "updates"),
        (CovarianceObserver.GradientEigenvalue, CovarianceObserver.GradientTrace, "gradients"),
    ];

    /// <summary>Norm of the update.</summary>
    public static MeasureQuantity UpdateNorm => NormObserver.UpdateNorm;

    /// <summary>Stiffness of the parameters.</summary>
    public static MeasureQuantity ThetaStiffness => StiffnessObserver.Theta;

    /// <summary>Stiffness of the gradients.</summary>
    public static MeasureQuantity GradientStiffness => StiffnessObserver.Gradient;

    /// <summary>Tail index of the updates' noise.</summary>
    public static MeasureQuantity UpdateTailIndex => NoiseObserver.UpdateTailIndex;

    /// <summary>Tail index of the gradients' noise.</summary>
    public static MeasureQuantity GradientTailIndex => NoiseObserver.GradientTailIndex;

    /// <summary>Tail indices of the updates by how they are centered.</summary>
    public static IReadOnlyList<(MeasureQuantity Quantity, string How)> Centerings => CenteringObserver.OfUpdates;

    /// <summary>Histogram of |update|.</summary>
    public static MeasureQuantity UpdateHistogram => HistogramObserver.Histogram;

    /// <summary>The largest |update|.</summary>
    public static MeasureQuantity LargestUpdate => HistogramObserver.Largest;

    /// <summary>Spectrogram of the hidden state.</summary>
    public static MeasureQuantity HiddenSpectrogram => SpectrogramObserver.Hidden;

    /// <summary>Spectrogram of the cell state.</summary>
    public static MeasureQuantity CellSpectrogram => SpectrogramObserver.Cell;

    /// <summary>Deviation of the updates from a kind of symmetry.</summary>
    /// <param name="kind">The kind.</param>
    public static MeasureQuantity UpdateDeviation(SymmetryKind kind) => SymmetryQuantities.OfUpdates[(int)kind];

    /// <summary>The signed sum of the updates in front of the softmax.</summary>
    public static MeasureQuantity TranslationSum => SymmetryQuantities.TranslationSum;

    /// <summary>The quantity of a name; null where it is that of a measure from outside.</summary>
    /// <param name="name">As in the column <c>measure</c>.</param>
    public static MeasureQuantity? Find(string name) => MeasureCatalog.Find(name);
}
