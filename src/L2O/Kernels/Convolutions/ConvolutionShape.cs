namespace L2O.Kernels.Convolutions;

/// <summary>
/// Sizes of a two-dimensional convolution; products that no array holds overflow. Images are (channel, row, column), kernels (output
/// channel, input channel, row, column).
/// </summary>
/// <param name="Channels">Channels of an input image.</param>
/// <param name="Height">Rows of an input image.</param>
/// <param name="Width">Columns of an input image.</param>
/// <param name="OutputChannels">Channels of an output image: number of kernels.</param>
/// <param name="KernelSize">Rows and columns of a kernel.</param>
/// <param name="Padding">Zeros around the input image, on each side.</param>
/// <param name="Stride">Rows and columns from one place of the kernel to the next.</param>
internal readonly record struct ConvolutionShape(
    int Channels, int Height, int Width, int OutputChannels, int KernelSize, int Padding, int Stride = 1)
{
    /// <summary>Rows of an output image.</summary>
    public int OutputHeight => checked(Height + 2 * Padding - KernelSize) / Stride + 1;

    /// <summary>Columns of an output image.</summary>
    public int OutputWidth => checked(Width + 2 * Padding - KernelSize) / Stride + 1;

    /// <summary>Pixels of one output channel.</summary>
    public int Positions => checked(OutputHeight * OutputWidth);

    /// <summary>Weights of one kernel: summands of an output pixel.</summary>
    public int Taps => checked(Channels * KernelSize * KernelSize);

    /// <summary>Numbers of an input image.</summary>
    public int InputSize => checked(Channels * Height * Width);

    /// <summary>Numbers of an output image.</summary>
    public int OutputSize => checked(OutputChannels * Positions);
}
