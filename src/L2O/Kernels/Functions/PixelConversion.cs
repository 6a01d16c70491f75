using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace L2O.Kernels.Functions;

/// <summary>Bytes to pixel values. Elementwise and exactly rounded, so the bits do not depend on the register width.</summary>
internal static class PixelConversion
{
    private const int White = 255;

    /// <summary>
    /// values = pixels / 255, divided, not multiplied by a reciprocal: PyTorch's ToTensor divides, and the two differ in the last bit.
    /// </summary>
    /// <param name="pixels">(count) gray or color levels.</param>
    /// <param name="values">(count), 0..1; overwritten.</param>
    /// <typeparam name="T">float, or double for checks.</typeparam>
    public static void Scale<T>(ReadOnlySpan<byte> pixels, Span<T> values) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Doubles serve checks, not the step path: they take the plain loop.
        int done = typeof(T) == typeof(float) ? ScaleFloats(pixels, MemoryMarshal.Cast<T, float>(values)) : 0;
        T white = T.CreateChecked(White);
        for (int i = done; i < pixels.Length; i++)
            values[i] = T.CreateTruncating(pixels[i]) / white;
    }

    /// <summary>values = (values - mean) / deviation, in place, in that order as PyTorch's Normalize.</summary>
    /// <param name="values">(count) pixel values; changed.</param>
    /// <param name="mean">What becomes 0.</param>
    /// <param name="deviation">What becomes a distance of 1; positive.</param>
    /// <typeparam name="T">float, or double for checks.</typeparam>
    public static void Standardize<T>(Span<T> values, T mean, T deviation) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int done = 0;
        if (Vector.IsHardwareAccelerated && Vector<T>.IsSupported)
        {
            Vector<T> shift = Vector.Create(mean), scale = Vector.Create(deviation);
            for (; done <= values.Length - Vector<T>.Count; done += Vector<T>.Count)
                ((new Vector<T>(values[done..]) - shift) / scale).CopyTo(values[done..]);
        }
        for (int i = done; i < values.Length; i++)
            values[i] = (values[i] - mean) / deviation;
    }

    /// <summary>As many pixels as fill whole registers; returns their number.</summary>
    private static int ScaleFloats(ReadOnlySpan<byte> pixels, Span<float> values)
    {
        int step = Vector<byte>.Count, quarter = Vector<float>.Count, done = 0;
        if (Vector.IsHardwareAccelerated)
            for (; done <= pixels.Length - step; done += step)
            {
                Vector.Widen(new Vector<byte>(pixels[done..]), out Vector<ushort> low, out Vector<ushort> high);
                Vector.Widen(low, out Vector<uint> first, out Vector<uint> second);
                Vector.Widen(high, out Vector<uint> third, out Vector<uint> fourth);
                Span<float> target = values.Slice(done, step);
                Divide(first).CopyTo(target);
                Divide(second).CopyTo(target[quarter..]);
                Divide(third).CopyTo(target[(2 * quarter)..]);
                Divide(fourth).CopyTo(target[(3 * quarter)..]);
            }
        return done;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Divide(Vector<uint> levels) =>
        Vector.ConvertToSingle(Vector.AsVectorInt32(levels)) / Vector.Create((float)White);
}
