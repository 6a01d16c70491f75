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

    /// <summary>Channels: 1 for grey images.</summary>
    public int Channels { get; }

    /// <summary>Rows of pixels.</summary>
    public int Height { get; }

    /// <summary>Columns of pixels.</summary>
    public int Width { get; }

    /// <summary>Features of a sample: the product of the three.</summary>
    public int Size { get; }
}
