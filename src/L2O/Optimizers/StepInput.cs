using System.Numerics;
using L2O.Numerics;

namespace L2O.Optimizers;

/// <summary>What an optimizer reads in one step.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
public readonly ref struct StepInput<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>What a step reads.</summary>
    /// <param name="theta">The parameters.</param>
    /// <param name="gradient">The gradient at theta; a tensor may have none.</param>
    /// <param name="loss">Loss on the batch at theta; null where the caller has none.</param>
    /// <param name="validationLoss">Loss on samples that are not trained on; null where the caller has none.</param>
    public StepInput(ReadOnlyTensorSpans<T> theta, ReadOnlyTensorSpans<T> gradient, double? loss = null, double? validationLoss = null)
    {
        (Loss, ValidationLoss) = (loss, validationLoss);
        Theta = theta;
        Gradient = gradient;
    }

    /// <summary>The parameters.</summary>
    public ReadOnlyTensorSpans<T> Theta { get; }

    /// <summary>The gradient at theta; a tensor may have none.</summary>
    public ReadOnlyTensorSpans<T> Gradient { get; }

    /// <summary>Loss on the batch at theta; null where the caller has none.</summary>
    public double? Loss { get; }

    /// <summary>Loss on samples that are not trained on; null where the caller has none.</summary>
    public double? ValidationLoss { get; }

    /// <summary>The same with another gradient.</summary>
    internal StepInput<T> With(ReadOnlyTensorSpans<T> gradient) => new(Theta, gradient, Loss, ValidationLoss);
}
