using L2O.Numerics;

namespace L2O.Optimizers;

/// <content>Gradients that are not finite.</content>
public abstract partial class OptimizerRun<T>
{
    /// <summary>
    /// What to do with a gradient that is not finite; <see cref="NonFiniteGradients.Pass"/> at first, which costs nothing. The others look
    /// at every gradient. No part of the state: neither saved nor copied.
    /// </summary>
    public NonFiniteGradients NonFinite { get; set; }

    /// <summary>Steps skipped because of their gradient, since the start or the last <see cref="Reset"/>.</summary>
    public int SkippedSteps { get; private set; }

    /// <summary>Whether the step is to be left out.</summary>
    /// <exception cref="NotFiniteNumberException">It is to be refused.</exception>
    private bool IsSkipped(in StepInput<T> step)
    {
        if (NonFinite == NonFiniteGradients.Pass)
            return false;
        for (int k = 0; k < Layout.Slots.Length; k++)
        {
            if (!step.Gradient.Has(k) || FiniteCheck.FirstNonFinite(step.Gradient[k]) is not (>= 0 and var index))
                continue;
            return NonFinite == NonFiniteGradients.Skip || Refuse(k, step.Gradient[k][index], index);
        }
        return false;
    }

    private bool Refuse(int tensor, T value, int index) => throw new NotFiniteNumberException(FormattableString.Invariant(
        $"gradient of tensor '{Layout.Slots[tensor].Name}' has {value} at {index}; expected finite numbers"));

    private void Skip(TensorSpans<T> update)
    {
        for (int k = 0; !update.IsNone && k < Layout.Slots.Length; k++)
            update[k].Fill(T.NegativeZero); // added to anything, it changes no bit
    }

    private void CountSkipped()
    {
        Iteration++;
        SkippedSteps++;
    }
}
