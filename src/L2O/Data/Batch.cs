using System.Numerics;

namespace L2O.Data;

/// <summary>
/// A mini-batch: <see cref="Count"/> inputs, row-major, and their class labels. A view; valid until its source draws the next one.
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
public readonly ref struct Batch<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>A view of the given inputs and labels.</summary>
    /// <param name="inputs">(count, input size), row-major.</param>
    /// <param name="labels">(count), each from 0 to the number of classes less one.</param>
    /// <exception cref="ArgumentException">There are no labels, or the inputs are no multiple of their number.</exception>
    public Batch(ReadOnlySpan<T> inputs, ReadOnlySpan<byte> labels)
    {
        if (labels.IsEmpty || inputs.Length % labels.Length != 0)
            throw new ArgumentException(
                $"a batch of {labels.Length} labels and {inputs.Length} input values; expected at least one label and a multiple of " +
                $"their number");
        Inputs = inputs;
        Labels = labels;
    }

    /// <summary>(sample, feature), row-major.</summary>
    public ReadOnlySpan<T> Inputs { get; }

    /// <summary>(sample): class labels.</summary>
    public ReadOnlySpan<byte> Labels { get; }

    /// <summary>Number of samples.</summary>
    public int Count => Labels.Length;

    /// <summary>Number of features of one sample.</summary>
    public int InputSize => Inputs.Length / Labels.Length;
}
