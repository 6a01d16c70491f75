using L2O.MetaTesting;
using L2O.Numerics;

namespace L2O.Reporting.Tables;

/// <summary>What the runs of one optimizer on one optimizee came to.</summary>
/// <param name="Optimizee">The optimizee's name.</param>
/// <param name="Optimizer">The optimizer's name.</param>
/// <param name="Runs">Number of runs.</param>
/// <param name="DivergedRuns">How many of them diverged.</param>
/// <param name="ReachedRuns">How many of them had a smoothed training loss under the threshold.</param>
/// <param name="MedianIterations">Median over all runs of the first such iteration, a run that never got there counting as
/// infinitely late; infinite if half of the runs or more did not.</param>
/// <param name="MedianFirstBatch">The same without smoothing: the first single batch with a loss under the threshold.</param>
/// <param name="Iterations">Mean and deviation of that iteration over the runs that got there.</param>
/// <param name="TrainLoss">Loss of the last theta over the whole training split; diverged runs left out.</param>
/// <param name="TrainAccuracy">Accuracy of the last theta over the whole training split, 0..1; diverged runs left out, NaN where there are
/// no classes.</param>
/// <param name="TestLoss">Loss of the last theta over the whole test split; diverged runs left out.</param>
/// <param name="TestAccuracy">Accuracy of the last theta over the whole test split, 0..1; diverged runs left out, NaN where there are no
/// classes.</param>
/// <param name="LearningRate">The rate that a search chose; null where none was searched.</param>
internal sealed record ComparisonRow(
    string Optimizee,
    string Optimizer,
    int Runs,
    int DivergedRuns,
    int ReachedRuns,
    double MedianIterations,
    double MedianFirstBatch,
    Spread Iterations,
    Spread TrainLoss,
    Spread TrainAccuracy,
    Spread TestLoss,
    Spread TestAccuracy,
    double? LearningRate)
{
    /// <summary>The runs themselves.</summary>
    public IReadOnlyList<LossCurve> Curves { get; init; } = [];

    /// <summary>The training loss that iterations are counted to, in nats.</summary>
    public double Threshold { get; init; } = LossCurve.ReportedThreshold;

    /// <summary>Planned length of each run.</summary>
    public int PlannedIterations { get; init; }

    /// <summary>Whether the chosen rate is the least or greatest of those tried, so that a better one may lie beyond.</summary>
    public bool IsRateAtEnd { get; init; }

    /// <summary>The schedule that a search chose; empty where none was searched.</summary>
    public string Schedule { get; init; } = "";

    /// <summary>Whether the chosen rate lies beyond the grid that was tried first.</summary>
    public bool IsRateExtended { get; init; }

    /// <summary>R² of the last theta over the whole training split; diverged runs left out, NaN where it was not computed.</summary>
    public Spread TrainR2 { get; init; } = Spread.Of([]);

    /// <summary>R² of the last theta over the whole test split, likewise.</summary>
    public Spread TestR2 { get; init; } = Spread.Of([]);
}
