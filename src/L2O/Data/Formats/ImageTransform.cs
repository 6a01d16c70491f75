using System.Collections.Immutable;
using System.Numerics;

namespace L2O.Data.Formats;

/// <summary>
/// Makes gray images of colored ones (the mean of the channels) and images of another size: each new pixel is the mean over the area that
/// it covers of the old image, so shrinking to a half is averaging over 2x2, and nothing flickers between pixels.
/// </summary>
internal sealed class ImageTransform
{
    private const double White = 255;

    private readonly int _channels;
    private readonly int _height;
    private readonly int _width;
    private readonly int _outputChannels;
    private readonly Coverage[] _rows;
    private readonly Coverage[] _columns;

    private ImageTransform(int channels, int height, int width, bool gray, int side)
    {
        (_channels, _height, _width) = (channels, height, width);
        _outputChannels = gray ? 1 : channels;
        (_rows, _columns) = (Cover(height, side > 0 ? side : height), Cover(width, side > 0 ? side : width));
    }

    /// <summary>(channels, height, width) of what comes out.</summary>
    public ImmutableArray<int> OutputShape => [_outputChannels, _rows.Length, _columns.Length];

    /// <summary>The transform that the options ask for, or null if they leave such images as they are.</summary>
    /// <param name="options">Whether to make images gray, and how large.</param>
    /// <param name="shape">(channels, height, width) of an image.</param>
    public static ImageTransform? Create(ImageOptions options, ImmutableArray<int> shape)
    {
        bool gray = options.Gray && shape[0] > 1, resize = options.Resize is { } side && (side != shape[1] || side != shape[2]);
        return gray || resize ? new ImageTransform(shape[0], shape[1], shape[2], gray, resize ? options.Resize!.Value : 0) : null;
    }

    /// <summary>One image as pixel values of 0..1. Allocates nothing.</summary>
    /// <param name="pixels">(channel, row, column).</param>
    /// <param name="values">In <see cref="OutputShape"/>; overwritten.</param>
    public void Apply<T>(ReadOnlySpan<byte> pixels, Span<T> values) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int summed = _channels / _outputChannels, plane = _height * _width, next = 0;
        for (int channel = 0; channel < _outputChannels; channel++)
            foreach (Coverage row in _rows)
                foreach (Coverage column in _columns)
                {
                    double sum = 0;
                    for (int source = channel * summed; source < (channel + 1) * summed; source++)
                        sum += Sum(pixels.Slice(source * plane, plane), row, column);
                    values[next++] = T.CreateTruncating(sum / (summed * row.Length * column.Length * White));
                }
    }

    private double Sum(ReadOnlySpan<byte> plane, Coverage row, Coverage column)
    {
        double sum = 0;
        for (int y = row.First; y <= row.Last; y++)
            for (int x = column.First; x <= column.Last; x++)
                sum += row.Share(y) * column.Share(x) * plane[y * _width + x];
        return sum;
    }

    private static Coverage[] Cover(int from, int to) =>
        [.. Enumerable.Range(0, to).Select(i => new Coverage((double)i * from / to, (double)(i + 1) * from / to))];

    /// <summary>The stretch of old pixels under a new one.</summary>
    private readonly record struct Coverage(double Start, double End)
    {
        public int First => (int)Start;

        public int Last => (int)Math.Ceiling(End) - 1;

        public double Length => End - Start;

        /// <summary>How much of an old pixel it covers.</summary>
        public double Share(int pixel) => Math.Min(End, pixel + 1) - Math.Max(Start, pixel);
    }
}
