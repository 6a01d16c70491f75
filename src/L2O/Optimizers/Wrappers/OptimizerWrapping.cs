namespace L2O.Optimizers.Wrappers;

/// <summary>
/// What can be put around any optimizer, one behind the other: <c>new Adam(0.01).WithDecoupledDecay(0.1).WithClipping(1)</c>. The last one
/// called is the outermost. For single precision; the classes themselves are generic.
/// </summary>
public static class OptimizerWrapping
{
    /// <summary>Shortens gradients whose norm over all tensors is above a bound.</summary>
    /// <param name="optimizer">Any optimizer.</param>
    /// <param name="norm">The bound, above 0.</param>
    public static IOptimizer<float> WithClipping(this IOptimizer<float> optimizer, double norm) =>
        new GradientClipping<float>(optimizer, norm);

    /// <summary>Clips each coordinate of the gradients.</summary>
    /// <param name="optimizer">Any optimizer.</param>
    /// <param name="value">Largest magnitude, above 0.</param>
    public static IOptimizer<float> WithValueClipping(this IOptimizer<float> optimizer, double value) =>
        new GradientClipping<float>(optimizer, null, value);

    /// <summary>Skips or refuses gradients that are not finite; to be called last, so that it looks before all else does.</summary>
    /// <param name="optimizer">Any optimizer.</param>
    /// <param name="mode">What its runs do.</param>
    public static IOptimizer<float> WithNonFiniteGradients(this IOptimizer<float> optimizer, NonFiniteGradients mode)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        return new NonFiniteGuard<float>(optimizer, mode);
    }

    /// <summary>Lets the parameters decay apart from the gradients.</summary>
    /// <param name="optimizer">Any optimizer.</param>
    /// <param name="decay">Times the learning rate, the share of theta that a step takes away.</param>
    public static IOptimizer<float> WithDecoupledDecay(this IOptimizer<float> optimizer, double decay) =>
        new DecoupledDecay<float>(optimizer, decay);

    /// <summary>Takes a share of the updates that changes along the run.</summary>
    /// <param name="optimizer">Any optimizer.</param>
    /// <param name="schedule">The shares.</param>
    public static IOptimizer<float> WithSchedule(this IOptimizer<float> optimizer, Schedule schedule) =>
        new Scheduled<float>(optimizer, schedule);

    /// <summary>Gives some tensors to another optimizer.</summary>
    /// <param name="optimizer">Trains the others.</param>
    /// <param name="tensors">Which, e.g. <c>*.bias</c> or <c>role=normalization</c>.</param>
    /// <param name="groupOptimizer">Trains them.</param>
    public static IOptimizer<float> WithGroup(this IOptimizer<float> optimizer, string tensors, IOptimizer<float> groupOptimizer)
    {
        ArgumentNullException.ThrowIfNull(groupOptimizer);
        return new Grouped<float>(optimizer, new ParameterGroup<float>(new TensorSelector(tensors), groupOptimizer));
    }

    /// <summary>Leaves some tensors as they are.</summary>
    /// <param name="optimizer">Trains the others.</param>
    /// <param name="tensors">Which, e.g. <c>*.bias</c> or <c>role=normalization</c>.</param>
    public static IOptimizer<float> Skipping(this IOptimizer<float> optimizer, string tensors) =>
        new Grouped<float>(optimizer, new ParameterGroup<float>(new TensorSelector(tensors), null));
}
