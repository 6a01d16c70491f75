using System.Numerics;
using System.Runtime.CompilerServices;
using L2O.Kernels.Lanes;

namespace L2O.Kernels.Functions;

/// <summary>Applies a function to vectors of any length, alignment and width. Allocates nothing.</summary>
internal static class Elementwise
{
    /// <summary>result = f(x). The result may be x itself.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Map<TFunction, T>(LaneWidth width, TFunction function, ReadOnlySpan<T> x, Span<T> result)
        where TFunction : struct, ILaneFunction<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Map(width, function, x, x, result);

    /// <summary>result = f(x, y). The result may be x or y itself.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static unsafe void Map<TFunction, T>(LaneWidth width, TFunction function, ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> result)
        where TFunction : struct, ILaneFunction<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (x.Length != result.Length || y.Length != result.Length)
            throw new ArgumentException(
                $"vectors of {x.Length} and {y.Length} values for a result of {result.Length}; expected equal lengths");
        fixed (T* xs = x, ys = y, results = result)
        {
            var loop = new Loop<TFunction, T>(function, xs, ys, results, result.Length);
            LaneDispatch.Run<Loop<TFunction, T>, T>(width, ref loop);
        }
    }

    private readonly unsafe struct Loop<TFunction, T>(TFunction function, T* x, T* y, T* result, int length) : ILaneKernel<T>
        where TFunction : struct, ILaneFunction<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private const int MaxWidth = 16;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<TLanes>() where TLanes : unmanaged, ILanes<TLanes, T>
        {
            TFunction f = function;
            T* xs = x, ys = y, results = result;
            int whole = length - length % TLanes.Width;
            for (int i = 0; i < whole; i += TLanes.Width)
                TLanes.Store(f.Apply(TLanes.Load(xs + i), TLanes.Load(ys + i)), results + i);
            if (whole == length)
                return;
            // The rest goes through a whole register too, so that every element takes the same path.
            T* buffer = stackalloc T[2 * MaxWidth];
            for (int i = whole; i < length; i++)
                (buffer[i - whole], buffer[MaxWidth + i - whole]) = (xs[i], ys[i]);
            TLanes.Store(f.Apply(TLanes.Load(buffer), TLanes.Load(buffer + MaxWidth)), buffer);
            for (int i = whole; i < length; i++)
                results[i] = buffer[i - whole];
        }
    }
}
