using System.Collections.Immutable;

namespace L2O.Data.Fitted;

/// <summary>The form that a network's data had, for readers of more of them.</summary>
/// <param name="InputShape">Shape of an input.</param>
/// <param name="Target">What the targets are.</param>
/// <param name="TargetSize">Number of classes or values.</param>
/// <param name="Encoding">What was fitted.</param>
internal sealed record FittedData(ImmutableArray<int> InputShape, TargetKind Target, int TargetSize, DataEncoding Encoding)
{
    /// <summary>Features of an input.</summary>
    public int InputSize => InputShape.Aggregate(1, static (product, size) => checked(product * size));

    /// <summary>How images are brought to the form that they had.</summary>
    /// <param name="onlyClasses">Labels to keep; null keeps all.</param>
    public ImageOptions ImageOptions(IReadOnlyList<int>? onlyClasses = null) =>
        new(Encoding.Pixels is not null, onlyClasses, gray: InputShape is [1, _, _],
            resize: InputShape is [_, var height, var width] && height == width ? height : null);

    /// <summary>Refuses samples of another shape.</summary>
    /// <param name="source">Where they come from.</param>
    /// <param name="shape">Shape of one of them; the same number of features in other rows will do.</param>
    /// <exception cref="InvalidDataException">They do not fit.</exception>
    public void CheckShape(string source, ImmutableArray<int> shape)
    {
        if (shape.Aggregate(1L, static (product, size) => product * size) != InputSize)
            throw new InvalidDataException(
                $"{source}: samples of shape ({string.Join(", ", shape)}); expected ({string.Join(", ", InputShape)}), as the network " +
                $"was trained on");
    }
}
