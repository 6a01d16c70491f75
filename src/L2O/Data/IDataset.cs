using System.Collections.Immutable;
using System.Numerics;

namespace L2O.Data;

/// <summary>
/// A fixed set of samples with their targets, addressed by index. Reading is free of side effects and safe from several threads. A dataset
/// of labeled samples needs the first five members alone.
/// </summary>
public interface IDataset
{
    /// <summary>Name for reports and messages, e.g. <c>mnist/train</c>.</summary>
    string Name { get; }

    /// <summary>Number of samples.</summary>
    int Count { get; }

    /// <summary>Shape of one input: (channels, height, width) for images.</summary>
    ImmutableArray<int> InputShape { get; }

    /// <summary>Number of classes; labels run from 0 to one less. 0 where there are none.</summary>
    int ClassCount { get; }

    /// <summary>Copies the samples of the given indices. Allocates nothing.</summary>
    /// <param name="indices">Which samples, each from 0 to <see cref="Count"/> less one.</param>
    /// <param name="inputs">(index, feature), row-major; overwritten. Pixels are scaled to 0..1.</param>
    /// <param name="labels">(index); overwritten where there are classes, else left as it is.</param>
    void Read<T>(ReadOnlySpan<int> indices, Span<T> inputs, Span<byte> labels) where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>Features of one input: the product of <see cref="InputShape"/>.</summary>
    int InputSize => InputShape.Aggregate(1, static (product, size) => checked(product * size));

    /// <summary>What an input is to be mapped to.</summary>
    TargetKind Target => TargetKind.Classes;

    /// <summary>Outputs of a network that predicts the target: one for each class or value.</summary>
    int TargetSize => Target == TargetKind.Input ? InputSize : ClassCount;

    /// <summary>
    /// Copies the target values of the given indices, for a dataset of <see cref="TargetKind.Values"/>. Allocates nothing.
    /// </summary>
    /// <param name="indices">Which samples, each from 0 to <see cref="Count"/> less one.</param>
    /// <param name="targets">(index, value), row-major, <see cref="TargetSize"/> values each; overwritten.</param>
    /// <exception cref="NotSupportedException">The targets are no values.</exception>
    void ReadTargets<T>(ReadOnlySpan<int> indices, Span<T> targets) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        throw new NotSupportedException(
            $"the targets of '{Name}' are {(Target == TargetKind.Input ? "its inputs" : "classes")}; expected values");
}
