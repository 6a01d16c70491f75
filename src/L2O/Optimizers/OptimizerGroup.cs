using L2O.Optimizers.Wrappers;

namespace L2O.Optimizers;

/// <summary>Some tensors and the optimizer that trains them, as a text.</summary>
public sealed record OptimizerGroup
{
    /// <summary>A group.</summary>
    /// <param name="tensors">Which tensors, as <see cref="TensorSelector"/> says: <c>*.bias</c>, <c>role=normalization</c>.</param>
    /// <param name="optimizer">What trains them, as <see cref="OptimizerText"/> says; without a rate it takes the others' rate.</param>
    /// <exception cref="ArgumentException">One of them is malformed.</exception>
    public OptimizerGroup(string tensors, string optimizer)
    {
        (Selector, Settings) = (new TensorSelector(tensors), OptimizerSettings.Parse(optimizer));
    }

    /// <summary>Which tensors.</summary>
    public string Tensors => Selector.Text;

    /// <summary>What trains them.</summary>
    public string Optimizer => Settings.Text;

    internal TensorSelector Selector { get; }

    internal OptimizerSettings Settings { get; }
}
