using L2O.Numerics;

namespace L2O.Optimizers;

/// <content>What a step may be given.</content>
public abstract partial class OptimizerRun<T>
{
    private StepInput<T> Input(ReadOnlySpan<T> theta, ReadOnlySpan<T> gradient, double? loss, double? validationLoss)
    {
        CheckLength(theta.Length, nameof(theta));
        CheckLength(gradient.Length, nameof(gradient));
        return new StepInput<T>(new ReadOnlyTensorSpans<T>(Layout, theta), new ReadOnlyTensorSpans<T>(Layout, gradient), loss,
            validationLoss);
    }

    private TensorSpans<T> Tensors(Span<T> vector, string name)
    {
        CheckLength(vector.Length, name);
        return new TensorSpans<T>(Layout, vector);
    }

    private void CheckLength(int length, string name)
    {
        if (length != Layout.Count)
            throw new ArgumentException(
                $"{name} has {length} values; expected {Layout.Count}, the number of coordinates at the start of the run");
    }

    private void Check(in StepInput<T> step, TensorSpans<T> update)
    {
        if (Reads(OptimizerNeeds.Loss) && step.Loss is null)
            throw new ArgumentException("a step of an optimizer that reads the loss came without one; expected the loss at theta");
        if (Reads(OptimizerNeeds.ValidationLoss) && step.ValidationLoss is null)
            throw new ArgumentException("a step of an optimizer that reads a validation loss came without one; expected one at theta");
        CheckLayout(step.Theta.Layout, "theta");
        CheckLayout(step.Gradient.Layout, "gradient");
        if (!update.IsNone)
            CheckLayout(update.Layout, "update");
        if (step.Theta.IsFlat && step.Gradient.IsFlat && (update.IsNone || update.IsFlat))
        {
            CheckOverlap(step.Theta.Flat, step.Gradient.Flat, update.Flat);
            return;
        }
        bool inTurn = step.Theta.ComesInTurn || step.Gradient.ComesInTurn;
        if (inTurn && !TakesTensorsInTurn)
            throw new ArgumentException("tensors come in turn through one buffer, and this optimizer looks at several at once; expected "
                + "each in memory of its own");
        for (int k = 0; k < Layout.Slots.Length; k++)
        {
            CheckComplete(step.Theta.LengthOf(k), k, "theta");
            if (!update.IsNone)
                CheckComplete(update.LengthOf(k), k, "update");
            if (inTurn)
                continue;
            CheckOverlap(step.Theta[k], step.Gradient[k], update.IsNone ? default : update[k]);
            if (k > 0)
                CheckApart(step.Theta[k - 1], step.Theta[k], k, "theta");
            if (k > 0 && !update.IsNone)
                CheckApart(update[k - 1], update[k], k, "update");
        }
    }

    // HasFlag would make objects until the method is optimized.
    private bool Reads(OptimizerNeeds need) => (_needs & need) != 0;

    private void CheckLayout(ParameterLayout? layout, string name)
    {
        if (ReferenceEquals(layout, Layout))
            return;
        if (layout is null || layout.Slots.Length != Layout.Slots.Length)
            throw new ArgumentException(
                $"{name} has {layout?.Slots.Length ?? 0} tensors; expected {Layout.Slots.Length}, as at the start of the run");
        for (int k = 0; k < Layout.Slots.Length; k++)
            CheckComplete(layout.Slots[k].Count, k, name);
    }

    private void CheckComplete(int length, int tensor, string name)
    {
        if (length != Layout.Slots[tensor].Count)
            throw new ArgumentException(
                $"{name} has {length} values for tensor '{Layout.Slots[tensor].Name}'; expected {Layout.Slots[tensor].Count}, as at the " +
                $"start of the run");
    }

    private static void CheckOverlap(ReadOnlySpan<T> theta, ReadOnlySpan<T> gradient, ReadOnlySpan<T> update)
    {
        (string First, string Second)? pair = update.Overlaps(theta) ? ("update", "theta")
            : update.Overlaps(gradient) ? ("update", "gradient")
            : theta.Overlaps(gradient) ? ("theta", "gradient") : null;
        if (pair is { } found)
            throw new ArgumentException(
                $"{found.First} and {found.Second} overlap in memory; expected theta, gradient and update apart from one another");
    }

    // One buffer for all tensors is the likely case: neighbors tell it.
    private void CheckApart(ReadOnlySpan<T> before, ReadOnlySpan<T> tensor, int index, string name)
    {
        if (tensor.Overlaps(before))
            throw new ArgumentException($"{name} of tensor '{Layout.Slots[index].Name}' overlaps that of "
                + $"'{Layout.Slots[index - 1].Name}' in memory; expected tensors apart from one another");
    }

    // Added to anything, -0 changes no bit, and +0 would turn -0 into +0.
    private static void FillMissing(ReadOnlyTensorSpans<T> gradient, TensorSpans<T> update)
    {
        if (gradient.IsFlat)
            return;
        for (int k = 0; k < update.Layout.Slots.Length; k++)
            if (!gradient.Has(k))
                update[k].Fill(T.NegativeZero);
    }
}
