namespace L2O.Reporting.Tables;

/// <summary>How one optimizer did on one optimizee.</summary>
/// <param name="Optimizee">The optimizee's name.</param>
/// <param name="Optimizer">The optimizer's name.</param>
/// <param name="MeanLoss">Training loss averaged over all iterations and runs, in nats; infinite if a run diverged.</param>
/// <param name="Relative">That over the least one of the tuned baselines on this optimizee (of all optimizers, where nothing was tuned):
/// below 1 is better than all of them.</param>
internal sealed record GeneralizationCell(string Optimizee, string Optimizer, double MeanLoss, double Relative)
{
    /// <summary>
    /// -1 where the runs, compared one by one, say that it is below that baseline (95 % interval), 1 where above it, 0 where they are
    /// level.
    /// </summary>
    public int Versus { get; init; }
}
