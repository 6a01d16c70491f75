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
    /// <summary>Whether the loss became infinite or no number.</summary>
    public bool Diverged => double.IsNaN(FinalTrain.Loss);

    /// <summary>The first iteration whose training batch had a loss under <paramref name="threshold"/>; null if none had.</summary>
    /// <param name="threshold">In nats.</param>
    public int? IterationsTo(double threshold)
    {
        foreach (CurvePoint point in Points)
            if (point.TrainLoss < threshold)
                return point.Iteration;
        return null;
    }
}
