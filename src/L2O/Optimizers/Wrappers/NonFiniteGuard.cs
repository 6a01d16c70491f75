using System.Numerics;
using L2O.Numerics;

namespace L2O.Optimizers.Wrappers;

/// <summary>An optimizer whose runs skip or refuse gradients that are not finite.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
/// <param name="inner">Any optimizer, also a learned one.</param>
/// <param name="mode">What its runs do.</param>
internal sealed class NonFiniteGuard<T>(IOptimizer<T> inner, NonFiniteGradients mode) : IOptimizer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public string Name => inner.Name;

    /// <inheritdoc/>
    public OptimizerNeeds Needs => inner.Needs;

    /// <inheritdoc/>
    public double LearningRate => inner.LearningRate;

    /// <inheritdoc/>
    public OptimizerRun<T> Start(ParameterLayout layout, RunContext? context = null)
    {
        OptimizerRun<T> run = inner.Start(layout, context);
        run.NonFinite = mode;
        return run;
    }
}
