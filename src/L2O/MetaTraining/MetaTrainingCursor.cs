namespace L2O.MetaTraining;

/// <summary>Where an epoch of meta-training stands: plain numbers, enough to go on there.</summary>
/// <param name="Run">Runs of the epoch that are done, test runs included.</param>
/// <param name="Iteration">Iterations done of the run under way; 0 between runs.</param>
/// <param name="RunLoss">Loss summed over those iterations, in nats.</param>
/// <param name="TestLoss">Summed losses of the test runs done, weighted as in the epoch's mean.</param>
/// <param name="MetaLossSum">Sum of the meta-losses of the epoch's meta-steps.</param>
/// <param name="MetaSteps">Meta-steps of the epoch, those left out included.</param>
/// <param name="SkippedMetaSteps">Meta-steps left out because something was not finite.</param>
/// <param name="DivergedRuns">Runs that ended early because something was not finite.</param>
internal readonly record struct MetaTrainingCursor(
    int Run = 0, int Iteration = 0, double RunLoss = 0, double TestLoss = 0, double MetaLossSum = 0,
        int MetaSteps = 0, int SkippedMetaSteps = 0, int DivergedRuns = 0);
