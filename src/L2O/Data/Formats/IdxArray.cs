using System.Collections.Immutable;

namespace L2O.Data.Formats;

/// <summary>An array of unsigned bytes as read from an IDX file.</summary>
/// <param name="Shape">Sizes of the dimensions: (count, height, width) for images, (count) for labels.</param>
/// <param name="Values">The content, row-major; as long as the product of <paramref name="Shape"/>.</param>
internal sealed record IdxArray(ImmutableArray<int> Shape, ReadOnlyMemory<byte> Values)
{
    /// <summary>Number of items: the first dimension.</summary>
    public int Count => Shape[0];
}
