namespace L2O.Optimizees;

/// <summary>Shape of a sample that is an image: its features are (channel, row, column), the column fastest.</summary>
public sealed record ImageShape
{
    /// <summary>An image shape.</summary>
    /// <param name="channels">Channels, positive.</param>
    /// <param name="height">Rows, positive.</param>
    /// <param name="width">Columns, positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive.</exception>
    public ImageShape(int channels, int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        (Channels, Height, Width) = (channels, height, width);
        Size = checked(channels * height * width);
    }

    /// <summary>
    /// What a sample of that many features is when nothing else is known: a gray image if the number is a square, a color image if a third
    /// of it is, else a row.
    /// </summary>
    /// <param name="features">Features of a sample, positive.</param>
    public static ImageShape OfFeatures(int features)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(features);
        // No number is a square and three times a square at once.
        foreach (int channels in new[] { 1, 3 })
        {
            int side = (int)Math.Round(Math.Sqrt(features / channels));
            if (channels * side * side == features)
                return new ImageShape(channels, side, side);
        }
        return new ImageShape(1, 1, features);
    }

    /// <summary>Channels: 1 for gray images.</summary>
    public int Channels { get; }

    /// <summary>Rows of pixels.</summary>
    public int Height { get; }

    /// <summary>Columns of pixels.</summary>
    public int Width { get; }

    /// <summary>Features of a sample: the product of the three.</summary>
    public int Size { get; }
}
