using System.Numerics;
using System.Runtime.CompilerServices;

namespace L2O.Kernels.Convolutions;

/// <summary>
/// The largest value of each 2x2 window of images, and its derivative. Windows do not overlap; a last odd row or column is left out.
/// Of equal values the first in reading order counts. A NaN goes through to the output. Serves one caller at a time.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed unsafe class MaxPool<T>(int height, int width, Compute compute) : IParallelWork
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int PlanesPerItem = 128;

    private T* _input, _output, _dOutput, _dInput;
    private int _planes;
    private bool _isBackward;

    private int OutputHeight => height / 2;

    private int OutputWidth => width / 2;

    /// <summary>Computes the windows' largest values.</summary>
    /// <param name="input">(plane, row, column).</param>
    /// <param name="output">(plane, row / 2, column / 2); overwritten.</param>
    /// <param name="planes">Samples times channels.</param>
    public void Forward(ReadOnlySpan<T> input, Span<T> output, int planes)
    {
        _isBackward = false;
        fixed (T* x = input, y = output)
        {
            _input = x;
            _output = y;
            ForEachItem(planes);
        }
    }

    /// <summary>Hands each output's derivative to the input that it came from.</summary>
    /// <param name="input">As in the forward pass.</param>
    /// <param name="dOutput">(plane, row / 2, column / 2).</param>
    /// <param name="dInput">(plane, row, column); overwritten.</param>
    /// <param name="planes">Samples times channels.</param>
    public void Backward(ReadOnlySpan<T> input, ReadOnlySpan<T> dOutput, Span<T> dInput, int planes)
    {
        _isBackward = true;
        fixed (T* x = input, dy = dOutput, dx = dInput)
        {
            _input = x;
            _dOutput = dy;
            _dInput = dx;
            ForEachItem(planes);
        }
    }

    /// <inheritdoc/>
    public void Execute(int item, int worker)
    {
        int end = Math.Min(_planes, (item + 1) * PlanesPerItem);
        for (int plane = item * PlanesPerItem; plane < end; plane++)
        {
            nint whole = (nint)plane * height * width, pooled = (nint)plane * OutputHeight * OutputWidth;
            if (_isBackward)
                BackwardPlane(_input + whole, _dOutput + pooled, _dInput + whole);
            else
                ForwardPlane(_input + whole, _output + pooled);
        }
    }

    private void ForEachItem(int planes)
    {
        _planes = planes;
        compute.ForEach(this, (planes + PlanesPerItem - 1) / PlanesPerItem);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ForwardPlane(T* input, T* output)
    {
        int columns = OutputWidth;
        for (int row = 0; row < OutputHeight; row++)
        {
            T* upper = input + 2 * row * width, lower = upper + width;
            for (int column = 0; column < columns; column++, upper += 2, lower += 2)
                *output++ = T.Max(T.Max(upper[0], upper[1]), T.Max(lower[0], lower[1]));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void BackwardPlane(T* input, T* dOutput, T* dInput)
    {
        new Span<T>(dInput, height * width).Clear();
        int columns = OutputWidth, stride = width;
        for (int row = 0; row < OutputHeight; row++)
        {
            nint offset = (nint)2 * row * stride;
            for (int column = 0; column < columns; column++, offset += 2)
            {
                T* window = input + offset;
                // Which value is largest is as good as random: sums in place of branches, which would be mispredicted.
                nint right = IsLarger(window[1], window[0]), lowerRight = IsLarger(window[stride + 1], window[stride]);
                nint below = IsLarger(T.MaxNative(window[stride], window[stride + 1]), T.MaxNative(window[0], window[1]));
                dInput[offset + right + below * (stride + lowerRight - right)] = *dOutput++;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint IsLarger(T value, T other) => value > other ? 1 : 0;
}
