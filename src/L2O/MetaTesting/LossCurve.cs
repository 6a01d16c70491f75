using L2O.Numerics;
using L2O.Optimizees;

namespace L2O.MetaTesting;

/// <summary>One run of one optimizer on one optimizee.</summary>
/// <param name="Optimizee">The optimizee's name.</param>
/// <param name="Optimizer">The optimizer's name, e.g. <c>adam</c> or <c>l2o</c>.</param>
/// <param name="Run">Number of the run, from 0: equal numbers start from the same theta.</param>
/// <param name="Points">Every iteration, in order; shorter than planned if the run diverged.</param>
/// <param name="FinalTrain">Evaluation of the last theta over the whole training split; NaN if the run diverged.</param>
/// <param name="FinalTest">Evaluation of the last theta over the whole test split; NaN if the run diverged.</param>
public sealed record LossCurve(
    string Optimizee,
    string Optimizer,
    int Run,
    IReadOnlyList<CurvePoint> Points,
    LossAndAccuracy FinalTrain,
    LossAndAccuracy FinalTest)
{
    /// <summary>The training loss, in nats, whose first crossing tables and figures count where nothing else is said.</summary>
    public const double ReportedThreshold = 0.5;

    /// <summary>
    /// Batches in the centered mean whose crossing they count. Single batches scatter by a tenth of a nat and more, and an optimizer that
    /// lingers above the threshold gets many tries at an easy one; the figures are smoothed alike.
    /// </summary>
    public const int ReportedWindow = 9;

    /// <summary>Steps that the optimizer skipped because their gradients were not finite, where it was told to.</summary>
    public int SkippedSteps { get; init; }

    /// <summary>Whether the loss became infinite or no number.</summary>
    public bool Diverged => double.IsNaN(FinalTrain.Loss);

    /// <summary>The first iteration whose training loss is under <paramref name="threshold"/>; null if none is.</summary>
    /// <param name="threshold">In nats.</param>
    /// <param name="window">
    /// Batches in the centered mean that is compared (<see cref="MovingAverage"/>), odd; 1 takes each batch for itself. Single
    /// batches scatter, and a slow optimizer near the threshold gets more tries at an easy one; a mean does not reward that.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The window is not positive and odd.</exception>
    public int? IterationsTo(double threshold, int window = 1)
    {
        double[] losses = [.. Points.Select(static point => point.TrainLoss)];
        for (int i = 0; i < losses.Length; i++)
            if (MovingAverage.At(losses, i, window) < threshold)
                return Points[i].Iteration;
        return null;
    }
}
