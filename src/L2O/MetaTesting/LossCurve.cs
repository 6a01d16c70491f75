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

    /// <summary>The first iteration whose training loss is under <paramref name="threshold"/>; null if none is.</summary>
    /// <param name="threshold">In nats.</param>
    /// <param name="window">
    /// Batches in the centred mean that is compared, odd; 1 takes each batch for itself. Single batches scatter, and a slow
    /// optimizer near the threshold gets more tries at an easy one; a mean does not reward that. Near both ends of the run
    /// the mean is over as many batches as fit evenly.
    /// </param>
    public int? IterationsTo(double threshold, int window = 1)
    {
        if (window < 1 || window % 2 == 0)
            throw new ArgumentOutOfRangeException(nameof(window), $"window is {window}; expected an odd number of 1 or more");
        for (int i = 0; i < Points.Count; i++)
        {
            int reach = Math.Min(window / 2, Math.Min(i, Points.Count - 1 - i));
            double sum = 0;
            for (int j = i - reach; j <= i + reach; j++)
                sum += Points[j].TrainLoss;
            if (sum / (2 * reach + 1) < threshold)
                return Points[i].Iteration;
        }
        return null;
    }
}
