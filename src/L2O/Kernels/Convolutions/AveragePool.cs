using System.Numerics;
using System.Runtime.CompilerServices;

namespace L2O.Kernels.Convolutions;

/// <summary>
/// The means of windows of images, and their derivative: of each 2x2 window (they do not overlap; a last odd row or column is left out), or
/// of the whole image. Sums run in a fixed order. Serves one caller at a time.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed unsafe class AveragePool<T>(int height, int width, bool isGlobal, Compute compute) : IParallelWork
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int PlanesPerItem = 128;

    private T* _from, _to;
    private int _planes;
    private bool _isBackward;

    private int Pixels => height * width;

    private int Windows => isGlobal ? 1 : height / 2 * (width / 2);

    /// <summary>Computes the means.</summary>
    /// <param name="input">(plane, row, column).</param>
    /// <param name="output">(plane, window row, window column); overwritten.</param>
    /// <param name="planes">Samples times channels.</param>
    public void Forward(ReadOnlySpan<T> input, Span<T> output, int planes) => Run(input, output, planes, isBackward: false);

    /// <summary>Hands each output's derivative to the inputs of its window in equal parts.</summary>
    /// <param name="dOutput">(plane, window row, window column).</param>
    /// <param name="dInput">(plane, row, column); overwritten.</param>
    /// <param name="planes">Samples times channels.</param>
    public void Backward(ReadOnlySpan<T> dOutput, Span<T> dInput, int planes) => Run(dOutput, dInput, planes, isBackward: true);

    /// <inheritdoc/>
    public void Execute(int item, int worker)
    {
        int end = Math.Min(_planes, (item + 1) * PlanesPerItem);
        for (int plane = item * PlanesPerItem; plane < end; plane++)
        {
            T* from = _from + (nint)plane * (_isBackward ? Windows : Pixels), to = _to + (nint)plane * (_isBackward ? Pixels : Windows);
            if (isGlobal && _isBackward)
                new Span<T>(to, Pixels).Fill(*from / T.CreateTruncating(Pixels));
            else if (isGlobal)
                *to = Sum(from) / T.CreateTruncating(Pixels);
            else if (_isBackward)
                BackwardPlane(from, to);
            else
                ForwardPlane(from, to);
        }
    }

    private void Run(ReadOnlySpan<T> from, Span<T> to, int planes, bool isBackward)
    {
        fixed (T* source = from, target = to)
        {
            _from = source;
            _to = target;
            (_planes, _isBackward) = (planes, isBackward);
            compute.ForEach(this, (planes + PlanesPerItem - 1) / PlanesPerItem);
        }
    }

    /// <summary>Four sums in turn: they need not wait for one another, and lose less to rounding than one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private T Sum(T* plane)
    {
        T first = T.Zero, second = T.Zero, third = T.Zero, fourth = T.Zero;
        int i = 0, end = Pixels;
        for (; i <= end - 4; i += 4)
        {
            first += plane[i];
            second += plane[i + 1];
            third += plane[i + 2];
            fourth += plane[i + 3];
        }
        for (; i < end; i++)
            first += plane[i];
        return first + second + (third + fourth);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ForwardPlane(T* input, T* output)
    {
        int rows = height / 2, columns = width / 2;
        T quarter = T.CreateTruncating(0.25);
        for (int row = 0; row < rows; row++)
        {
            T* upper = input + 2 * row * width, lower = upper + width;
            for (int column = 0; column < columns; column++, upper += 2, lower += 2)
                *output++ = (upper[0] + upper[1] + (lower[0] + lower[1])) * quarter;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void BackwardPlane(T* dOutput, T* dInput)
    {
        int rows = height / 2, columns = width / 2;
        T quarter = T.CreateTruncating(0.25);
        new Span<T>(dInput, Pixels).Clear();
        for (int row = 0; row < rows; row++)
        {
            T* upper = dInput + 2 * row * width, lower = upper + width;
            for (int column = 0; column < columns; column++, upper += 2, lower += 2)
                upper[0] = upper[1] = lower[0] = lower[1] = *dOutput++ * quarter;
        }
    }
}
