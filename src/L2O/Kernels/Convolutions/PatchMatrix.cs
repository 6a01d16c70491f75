using System.Numerics;
using System.Runtime.CompilerServices;
using L2O.Kernels.Lanes;

namespace L2O.Kernels.Convolutions;

/// <summary>
/// One image unfolded into its patches (im2col), (tap, position), or such a matrix folded back by addition (col2im). Copies and
/// additions element by element in a fixed order: the same bits for every width.
/// </summary>
internal readonly unsafe struct PatchMatrix<T>(ConvolutionShape shape, T* image, T* patches, bool folds) : ILaneKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public void Run<TLanes>() where TLanes : unmanaged, ILanes<TLanes, T>
    {
        T* row = patches;
        for (int channel = 0; channel < shape.Channels; channel++)
        {
            T* plane = image + (nint)channel * shape.Height * shape.Width;
            for (int y = -shape.Padding; y < shape.KernelSize - shape.Padding; y++)
            {
                for (int x = -shape.Padding; x < shape.KernelSize - shape.Padding; x++, row += shape.Positions)
                {
                    if (shape.Stride > 1)
                        Step(row, y, x, plane);
                    else if (folds)
                        Fold<TLanes>(row, y, x, plane);
                    else
                        Unfold(plane, y, x, row);
                }
            }
        }
    }

    /// <summary>What one weight of a kernel meets: the image shifted by (y, x), zero outside.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Unfold(T* plane, int y, int x, T* row)
    {
        int width = shape.OutputWidth, height = shape.OutputHeight, stride = shape.Width;
        int first = Math.Max(0, -x), end = Math.Min(width, stride - x);
        if (shape.Padding > 0)
            new Span<T>(row, shape.Positions).Clear();
        int firstRow = Math.Max(0, -y), endRow = Math.Min(height, shape.Height - y);
        int bytes = (end - first) * sizeof(T);
        for (int i = firstRow; i < endRow; i++)
            Unsafe.CopyBlockUnaligned(row + i * width + first, plane + (i + y) * stride + first + x, (uint)Math.Max(0, bytes));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Fold<TLanes>(T* row, int y, int x, T* plane) where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int width = shape.OutputWidth, stride = shape.Width;
        int first = Math.Max(0, -x), end = Math.Min(width, stride - x);
        int endRow = Math.Min(shape.OutputHeight, shape.Height - y);
        for (int i = Math.Max(0, -y); i < endRow; i++)
        {
            T* source = row + i * width, target = plane + (i + y) * stride + x;
            int j = first;
            for (; j <= end - TLanes.Width; j += TLanes.Width)
                TLanes.Store(TLanes.Load(target + j) + TLanes.Load(source + j), target + j);
            for (; j < end; j++)
                target[j] += source[j];
        }
    }

    /// <summary>Both ways for a kernel that moves on by more than one pixel: its places' pixels do not lie side by side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Step(T* row, int y, int x, T* plane)
    {
        int width = shape.OutputWidth, height = shape.OutputHeight, step = shape.Stride;
        if (!folds && shape.Padding > 0)
            new Span<T>(row, shape.Positions).Clear();
        // The places whose pixel (step·i + y, step·j + x) lies in the image.
        int firstRow = Math.Max(0, (step - 1 - y) / step), endRow = Math.Min(height, (shape.Height - y + step - 1) / step);
        int first = Math.Max(0, (step - 1 - x) / step), end = Math.Min(width, (shape.Width - x + step - 1) / step);
        for (int i = firstRow; i < endRow; i++)
        {
            T* places = row + i * width, pixels = plane + (nint)(step * i + y) * shape.Width + x;
            if (folds)
                for (int j = first; j < end; j++)
                    pixels[step * j] += places[j];
            else
                for (int j = first; j < end; j++)
                    places[j] = pixels[step * j];
        }
    }
}
