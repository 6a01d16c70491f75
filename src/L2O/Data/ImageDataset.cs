using System.Collections.Immutable;
using System.Numerics;
using L2O.Data.Formats;
using L2O.Kernels.Functions;

namespace L2O.Data;

/// <summary>Labeled images, kept as bytes (60,000 of 28x28: 47 MB) and converted to numbers batch by batch.</summary>
internal sealed class ImageDataset : IDataset
{
    private readonly ReadOnlyMemory<byte> _pixels; // (image, channel, row, column)
    private readonly ReadOnlyMemory<byte> _labels; // (image)
    private readonly int[]? _kept; // index of the dataset -> index of the image; null keeps all
    private readonly bool _normalize;
    private readonly ImageTransform? _transform;
    private readonly int _storedSize; // bytes of a stored image
    private readonly int _imageSize; // features of an image as presented

    /// <summary>Wraps images and labels without copying them.</summary>
    /// <param name="name">Name for reports and messages, e.g. <c>mnist/train</c>.</param>
    /// <param name="inputShape">(channels, height, width) of an image.</param>
    /// <param name="classCount">Number of classes, 1..256.</param>
    /// <param name="pixels">(image, channel, row, column), row-major; 0 black, 255 white.</param>
    /// <param name="labels">(image), each under <paramref name="classCount"/>.</param>
    /// <param name="options">Normalization, color, size and choice of classes; null for <see cref="ImageOptions.Default"/>.</param>
    /// <exception cref="ArgumentException">The numbers of pixels and labels do not fit, a label is out of range, or no image is
    /// left.</exception>
    public ImageDataset(
        string name,
        ImmutableArray<int> inputShape,
        int classCount,
        ReadOnlyMemory<byte> pixels,
        ReadOnlyMemory<byte> labels,
        ImageOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (inputShape is not [> 0, > 0, > 0])
            throw new ArgumentException(
                $"images of '{name}' have a shape with other than three positive sizes; expected (channels, height, width)",
                nameof(inputShape));
        if (classCount is < 1 or > 256)
            throw new ArgumentException($"'{name}' has {classCount} classes; expected 1..256", nameof(classCount));
        _storedSize = Product(inputShape);
        if (pixels.Length != (long)labels.Length * _storedSize)
            throw new ArgumentException(
                $"'{name}' has {pixels.Length} pixels and {labels.Length} labels; expected {_storedSize} pixels a label", nameof(pixels));
        int bad = FirstLabelOutOfRange(labels.Span, classCount);
        if (bad >= 0)
            throw new ArgumentException($"label {bad} of '{name}' is {labels.Span[bad]}; expected 0..{classCount - 1}", nameof(labels));
        options ??= ImageOptions.Default;
        _transform = ImageTransform.Create(options, inputShape);
        (Name, InputShape, ClassCount) = (name, _transform?.OutputShape ?? inputShape, classCount);
        _imageSize = Product(InputShape);
        (_pixels, _labels, _normalize) = (pixels, labels, options.Normalize);
        _kept = options.OnlyClasses.IsEmpty ? null : Keep(labels.Span, options.OnlyClasses);
        Count = _kept?.Length ?? labels.Length;
        if (Count == 0)
            throw new ArgumentException(
                $"'{name}' has no image of the classes [{string.Join(", ", options.OnlyClasses)}]; expected at least one", nameof(options));
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public ImmutableArray<int> InputShape { get; }

    /// <inheritdoc/>
    public int ClassCount { get; }

    /// <summary>Reads a split from its pair of IDX files of gray images.</summary>
    /// <param name="name">Name for reports and messages.</param>
    /// <param name="imagesPath">IDX file of shape (count, height, width), plain or gzip.</param>
    /// <param name="labelsPath">IDX file of shape (count), plain or gzip.</param>
    /// <param name="maxCount">Most images that are accepted: bounds memory against a damaged header.</param>
    /// <param name="height">Rows of an image.</param>
    /// <param name="width">Columns of an image.</param>
    /// <param name="classCount">Number of classes, 1..256.</param>
    /// <param name="options">Normalization and choice of classes.</param>
    /// <param name="firstLabel">Label of the first class in the file; classes count from 0 whatever it is.</param>
    /// <exception cref="InvalidDataException">A file is damaged, the two do not belong together, or a label is out of range.</exception>
    /// <exception cref="IOException">A file is missing or unreadable.</exception>
    public static ImageDataset FromIdx(
        string name,
        string imagesPath,
        string labelsPath,
        int maxCount,
        int height,
        int width,
        int classCount,
        ImageOptions? options = null,
        byte firstLabel = 0)
    {
        IdxArray labels = IdxReader.Read(labelsPath, maxCount);
        CheckLabels(labelsPath, labels.Values.Span, classCount, firstLabel);
        IdxArray images = IdxReader.Read(imagesPath, maxCount, height, width);
        if (images.Count != labels.Count)
            throw new InvalidDataException(
                $"{labelsPath}, byte 4: the file has {labels.Count} labels; expected {images.Count}, one for each image of {imagesPath}");
        return new ImageDataset(name, [1, height, width], classCount, images.Values, FromZero(labels.Values, firstLabel), options);
    }

    private static ReadOnlyMemory<byte> FromZero(ReadOnlyMemory<byte> labels, byte first)
    {
        if (first == 0)
            return labels;
        byte[] shifted = labels.ToArray();
        for (int i = 0; i < shifted.Length; i++)
            shifted[i] -= first;
        return shifted;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is not 0..<see cref="Count"/>-1.</exception>
    public void Read<T>(ReadOnlySpan<int> indices, Span<T> inputs, Span<byte> labels) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (inputs.Length < (long)indices.Length * _imageSize || labels.Length < indices.Length)
            throw new ArgumentException(
                $"{indices.Length} samples of '{Name}' into {inputs.Length} inputs and {labels.Length} labels; expected room for " +
                    $"{_imageSize} inputs and 1 label each", nameof(inputs));
        ReadOnlySpan<byte> allPixels = _pixels.Span, allLabels = _labels.Span;
        for (int i = 0; i < indices.Length; i++)
        {
            int index = indices[i];
            if ((uint)index >= (uint)Count)
                throw new ArgumentOutOfRangeException(nameof(indices), index, $"sample {index} of '{Name}'; expected 0..{Count - 1}");
            int image = _kept is null ? index : _kept[index];
            ReadOnlySpan<byte> stored = allPixels.Slice(image * _storedSize, _storedSize);
            Span<T> input = inputs.Slice(i * _imageSize, _imageSize);
            if (_transform is null)
                PixelConversion.Scale(stored, input);
            else
                _transform.Apply(stored, input);
            labels[i] = allLabels[image];
        }
        if (_normalize)
            PixelConversion.Standardize(
                inputs[..(indices.Length * _imageSize)], T.CreateChecked(ImageOptions.Mean), T.CreateChecked(ImageOptions.Deviation));
    }

    /// <summary>Refuses a label file that has a label out of range, with the file's path and the label's offset.</summary>
    internal static void CheckLabels(string path, ReadOnlySpan<byte> labels, int classCount, byte first = 0)
    {
        int bad = first + classCount > byte.MaxValue ? FirstLabelOutOfRange(labels, classCount)
            : labels.IndexOfAnyExceptInRange(first, (byte)(first + classCount - 1));
        if (bad >= 0)
            throw new InvalidDataException(
                $"{path}, byte {IdxReader.HeaderBytes(1) + bad}: the label is {labels[bad]}; expected {first}..{first + classCount - 1}");
    }

    private static int Product(ImmutableArray<int> shape) => shape.Aggregate(1, static (product, size) => checked(product * size));

    private static int FirstLabelOutOfRange(ReadOnlySpan<byte> labels, int classCount) =>
        classCount > byte.MaxValue ? -1 : labels.IndexOfAnyExceptInRange((byte)0, (byte)(classCount - 1));

    private static int[] Keep(ReadOnlySpan<byte> labels, ImmutableArray<int> classes)
    {
        var kept = new List<int>();
        for (int i = 0; i < labels.Length; i++)
            if (classes.Contains(labels[i]))
                kept.Add(i);
        return [.. kept];
    }
}
