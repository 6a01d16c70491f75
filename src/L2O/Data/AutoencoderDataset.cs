using System.Collections.Immutable;
using System.Numerics;

namespace L2O.Data;

/// <summary>
/// The samples of another dataset with the inputs themselves as targets. Nothing is copied; batches show the inputs twice.
/// </summary>
/// <param name="inner">The dataset whose targets do not matter.</param>
public sealed class AutoencoderDataset(IDataset inner) : IDataset
{
    /// <inheritdoc/>
    public string Name => inner.Name;

    /// <inheritdoc/>
    public int Count => inner.Count;

    /// <inheritdoc/>
    public ImmutableArray<int> InputShape => inner.InputShape;

    /// <summary>0: there are no classes.</summary>
    public int ClassCount => 0;

    /// <inheritdoc/>
    public TargetKind Target => TargetKind.Input;

    /// <summary>Both splits of a dataset.</summary>
    /// <param name="data">Whose targets do not matter.</param>
    public static DataSplits Of(DataSplits data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return data with { Train = new AutoencoderDataset(data.Train), Test = new AutoencoderDataset(data.Test) };
    }

    /// <summary>Copies the inputs; what happens to the labels does not matter, but there must be room for them.</summary>
    /// <param name="indices">Which samples.</param>
    /// <param name="inputs">(index, feature); overwritten.</param>
    /// <param name="labels">(index).</param>
    public void Read<T>(ReadOnlySpan<int> indices, Span<T> inputs, Span<byte> labels) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        inner.Read(indices, inputs, labels);
}
