using System.Collections.Immutable;
using System.Runtime.InteropServices;
using L2O.Data;
using L2O.Files;
using SkiaSharp;

namespace L2O.Readers;

/// <summary>Decodes PNG and JPEG files to planes of bytes of one shape.</summary>
internal sealed class ImageDecoder
{
    private const int MaxSide = 1 << 14;
    private const int White = 255;

    private readonly int? _resize;

    /// <summary>Looks at every file's header.</summary>
    /// <param name="files">All files, of both splits.</param>
    /// <param name="resize">Rows and columns to bring images to; null leaves them, and demands that all have one size.</param>
    /// <exception cref="InvalidDataException">A file is no such image, or sizes differ.</exception>
    public ImageDecoder(IReadOnlyList<string> files, int? resize)
    {
        _resize = resize;
        bool isGray = true;
        (int width, int height) = (0, 0);
        foreach (string file in files)
        {
            using SKCodec codec = Open(file);
            SKImageInfo info = codec.Info;
            if (info.Width > MaxSide || info.Height > MaxSide)
                throw new InvalidDataException($"{file}: the image has {info.Width}x{info.Height} pixels; expected at most {MaxSide} a "
                    + "side");
            isGray &= info.ColorType == SKColorType.Gray8;
            if (width == 0)
                (width, height) = (info.Width, info.Height);
            if (resize is null && (info.Width, info.Height) != (width, height))
                throw new InvalidDataException($"{file}: the image has {info.Width}x{info.Height} pixels; expected {width}x{height} as "
                    + $"{files[0]}, or resize=SIDE");
        }
        Shape = [isGray ? 1 : 3, resize ?? height, resize ?? width];
    }

    /// <summary>(channels, height, width) of what comes out: one channel where all images are gray, else three.</summary>
    public ImmutableArray<int> Shape { get; }

    /// <summary>Decodes files.</summary>
    /// <param name="files">Some of those looked at.</param>
    /// <returns>(image, channel, row, column); 0 black, 255 white.</returns>
    /// <exception cref="InvalidDataException">A file is damaged.</exception>
    public byte[] Decode(IReadOnlyList<string> files)
    {
        int size = Shape[0] * Shape[1] * Shape[2];
        byte[] pixels = new byte[checked(files.Count * size)];
        for (int i = 0; i < files.Count; i++)
            Decode(files[i], pixels.AsSpan(i * size, size));
        return pixels;
    }

    private void Decode(string file, Span<byte> image)
    {
        using SKCodec codec = Open(file);
        var info = new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        byte[] colors = new byte[info.BytesSize];
        GCHandle pinned = GCHandle.Alloc(colors, GCHandleType.Pinned);
        try
        {
            SKCodecResult result = codec.GetPixels(info, pinned.AddrOfPinnedObject());
            if (result != SKCodecResult.Success)
                throw new InvalidDataException($"{file}: the image can't be decoded ({result}); expected an intact PNG or JPEG file");
        }
        finally
        {
            pinned.Free();
        }
        if (_resize is not { } side || (info.Width, info.Height) == (side, side))
        {
            Split(colors, info.Width * info.Height, image);
            return;
        }
        byte[] planes = new byte[Shape[0] * info.Width * info.Height];
        Split(colors, info.Width * info.Height, planes);
        var whole = new ImageDataset(file, [Shape[0], info.Height, info.Width], 1, planes, new byte[1], new ImageOptions(resize: side));
        float[] resized = new float[image.Length];
        whole.Read<float>([0], resized, new byte[1]);
        for (int i = 0; i < image.Length; i++)
            image[i] = (byte)MathF.Round(White * resized[i]);
    }

    /// <summary>Planes of the channels, one behind the other, in front of white.</summary>
    private void Split(ReadOnlySpan<byte> colors, int count, Span<byte> planes)
    {
        for (int channel = 0; channel < Shape[0]; channel++)
            for (int pixel = 0; pixel < count; pixel++)
            {
                int alpha = colors[4 * pixel + 3];
                planes[channel * count + pixel] = (byte)((colors[4 * pixel + channel] * alpha + White * (White - alpha)
                    + White / 2) / White);
            }
    }

    private static SKCodec Open(string file)
    {
        using var data = SKData.CreateCopy(File.ReadAllBytes(file));
        SKCodec? codec = SKCodec.Create(data);
        return codec is { EncodedFormat: SKEncodedImageFormat.Png or SKEncodedImageFormat.Jpeg }
            ? codec
            : throw new InvalidDataException($"{file}: no PNG or JPEG image; expected an intact one"
                + ForeignFile.Note(file, ForeignFile.Png, ForeignFile.Jpeg));
    }
}
