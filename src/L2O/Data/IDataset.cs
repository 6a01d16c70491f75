using System.Collections.Immutable;
using System.Numerics;

namespace L2O.Data;

/// <summary>A fixed set of labelled samples, addressed by index. Reading is free of side effects and safe from several threads.</summary>
public interface IDataset
{
    /// <summary>Name for reports and messages, e.g. <c>mnist/train</c>.</summary>
    string Name { get; }

    /// <summary>Number of samples.</summary>
    int Count { get; }

    /// <summary>Shape of one input: (channels, height, width) for images.</summary>
    ImmutableArray<int> InputShape { get; }

    /// <summary>Number of classes; labels run from 0 to one less.</summary>
    int ClassCount { get; }

    /// <summary>Copies the samples of the given indices. Allocates nothing.</summary>
    /// <param name="indices">Which samples, each from 0 to <see cref="Count"/> less one.</param>
    /// <param name="inputs">(index, feature), row-major; overwritten. Pixels are scaled to 0..1.</param>
    /// <param name="labels">(index); overwritten.</param>
    void Read<T>(ReadOnlySpan<int> indices, Span<T> inputs, Span<byte> labels) where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}
