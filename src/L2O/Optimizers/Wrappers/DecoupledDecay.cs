using System.Numerics;
using L2O.Numerics;

namespace L2O.Optimizers.Wrappers;

/// <summary>
/// An optimizer with weight decay apart from its gradients (Loshchilov and Hutter 2019): Δ = Δ of the inner one - η·d·θ, where η is the
/// inner one's learning rate, 1 for a learned optimizer and others that have none.
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class DecoupledDecay<T> : IOptimizer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Puts a decay around an optimizer.</summary>
    /// <param name="inner">Any optimizer, also a learned one.</param>
    /// <param name="decay">d: times the learning rate, the share of theta that a step takes away; at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The decay is out of its range.</exception>
    public DecoupledDecay(IOptimizer<T> inner, double decay)
    {
        ArgumentNullException.ThrowIfNull(inner);
        (Inner, Decay) = (inner, SettingRange.NotNegative(decay, nameof(decay)));
    }

    /// <summary>The optimizer inside.</summary>
    public IOptimizer<T> Inner { get; }

    /// <summary>Times the learning rate, the share of theta that a step takes away.</summary>
    public double Decay { get; }

    /// <inheritdoc/>
    public string Name => Inner.Name;

    /// <inheritdoc/>
    public OptimizerNeeds Needs => Inner.Needs;

    /// <inheritdoc/>
    public double LearningRate => Inner.LearningRate;

    /// <inheritdoc/>
    public OptimizerRun<T> Start(ParameterLayout layout, RunContext? context = null) => new Run(this, layout, context);

    private sealed class Run(DecoupledDecay<T> settings, ParameterLayout layout, RunContext? context)
        : WrapperRun<T>(settings, settings.Inner, layout, context)
    {
        private readonly T _shrinkage = T.CreateChecked(-settings.LearningRate * settings.Decay);

        protected override void ComputeUpdate(in StepInput<T> step, TensorSpans<T> update, bool advance)
        {
            ComputeInner(step, update, advance);
            if (_shrinkage != T.Zero)
                TensorVectors.AddScaled(step.Theta, _shrinkage, step.Gradient, update);
        }
    }
}
