using System.Numerics;

namespace L2O.Data;

/// <summary>
/// A mini-batch: <see cref="Count"/> inputs, row-major, and their targets: class labels, or values. A view; valid until its source draws
/// the next one.
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
        Count = labels.Length;
    }

    /// <summary>
    /// A view of the given inputs and target values. An autoencoder's batch has the same span as both: nothing is copied.
    /// </summary>
    /// <param name="inputs">(count, input size), row-major.</param>
    /// <param name="targets">(count, target size), row-major.</param>
    /// <param name="count">Samples, 1 or more.</param>
    /// <exception cref="ArgumentException">There is no sample or no target value, or inputs or targets are no multiple of the number of
    /// samples.</exception>
    public Batch(ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, int count)
    {
        if (count < 1 || targets.IsEmpty || inputs.Length % count != 0 || targets.Length % count != 0)
            throw new ArgumentException(
                $"a batch of {count} samples, {inputs.Length} input values and {targets.Length} target values; expected at least one " +
                    $"sample and multiples of their number");
        Inputs = inputs;
        Targets = targets;
        Count = count;
    }

    /// <summary>(sample, feature), row-major.</summary>
    public ReadOnlySpan<T> Inputs { get; }

    /// <summary>(sample): class labels; empty where the targets are values.</summary>
    public ReadOnlySpan<byte> Labels { get; }

    /// <summary>(sample, value), row-major: target values; empty where the targets are classes.</summary>
    public ReadOnlySpan<T> Targets { get; }

    /// <summary>Number of samples.</summary>
    public int Count { get; }

    /// <summary>Number of features of one sample.</summary>
    public int InputSize => Inputs.Length / Count;

    /// <summary>Number of target values of one sample; 0 where the targets are classes.</summary>
    public int TargetSize => Targets.Length / Count;

    /// <summary>Some of the samples, one behind the other.</summary>
    /// <param name="start">The first of them.</param>
    /// <param name="count">How many, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The batch does not have them.</exception>
    public Batch<T> Slice(int start, int count)
    {
        ReadOnlySpan<T> inputs = Inputs.Slice(start * InputSize, count * InputSize);
        return Targets.IsEmpty
            ? new Batch<T>(inputs, Labels.Slice(start, count))
            : new Batch<T>(inputs, Targets.Slice(start * TargetSize, count * TargetSize), count);
    }
}
