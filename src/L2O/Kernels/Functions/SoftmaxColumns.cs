using System.Numerics;
using System.Runtime.CompilerServices;
using L2O.Kernels.Lanes;

namespace L2O.Kernels.Functions;

/// <summary>
/// A softmax with a sample to a lane: the same comparisons and sums as a sample by itself would take, in the same order. Rows have whole
/// registers of samples, 64 bytes. Allocates nothing.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal static unsafe class SoftmaxColumns<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Exponentials, their sums and the logarithms of these.</summary>
    /// <param name="width">Lanes.</param>
    /// <param name="values">(class, sample) logits; e^(logit - largest logit) afterwards.</param>
    /// <param name="largest">(sample) the largest logit; overwritten. Its length says how many samples a row has.</param>
    /// <param name="best">(sample) the first class that has it; overwritten.</param>
    /// <param name="sums">(sample) sums of the exponentials; overwritten.</param>
    /// <param name="logs">(sample) their logarithms; overwritten.</param>
    public static void Exponentiate(LaneWidth width, Span<T> values, Span<T> largest, Span<T> best, Span<T> sums, Span<T> logs)
    {
        Check(values.Length, largest.Length, Math.Min(best.Length, Math.Min(sums.Length, logs.Length)));
        fixed (T* logits = values, most = largest, first = best, totals = sums, logarithms = logs)
        {
            var kernel = new Exponentials(logits + values.Length, largest.Length, logits, most, first, totals, logarithms);
            LaneDispatch.Run<Exponentials, T>(width, ref kernel);
        }
    }

    /// <summary>Probabilities times a factor.</summary>
    /// <param name="width">Lanes.</param>
    /// <param name="factor">Of all.</param>
    /// <param name="exponentials">(class, sample).</param>
    /// <param name="sums">(sample) their sums. Its length says how many samples a row has.</param>
    /// <param name="result">(class, sample); overwritten.</param>
    public static void Probabilities(LaneWidth width, T factor, ReadOnlySpan<T> exponentials, ReadOnlySpan<T> sums, Span<T> result)
    {
        Check(exponentials.Length, sums.Length, Math.Max(0, sums.Length + result.Length - exponentials.Length));
        fixed (T* values = exponentials, totals = sums, results = result)
        {
            var kernel = new Scaled(values + exponentials.Length, sums.Length, factor, values, totals, results);
            LaneDispatch.Run<Scaled, T>(width, ref kernel);
        }
    }

    private static void Check(int values, int samples, int room)
    {
        if (samples % (64 / sizeof(T)) != 0 || values % samples != 0 || room < samples)
            throw new ArgumentException($"{values} values of {samples} samples, room for {room}; expected whole registers of samples");
    }

    private readonly struct Exponentials(T* end, int stride, T* values, T* largest, T* best, T* sums, T* logs) : ILaneKernel<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<TLanes>() where TLanes : unmanaged, ILanes<TLanes, T>
        {
            for (int sample = 0; sample < stride; sample += TLanes.Width)
            {
                TLanes most = TLanes.Load(values + sample), first = TLanes.Broadcast(T.Zero), number = first;
                for (T* value = values + stride + sample; value < end; value += stride)
                {
                    TLanes x = TLanes.Load(value);
                    number += TLanes.Broadcast(T.One);
                    first = TLanes.SelectLess(most, x, number, first);
                    most = TLanes.SelectLess(most, x, x, most);
                }
                TLanes sum = TLanes.Broadcast(T.Zero);
                for (T* value = values + sample; value < end; value += stride)
                {
                    TLanes exponential = LaneMath<TLanes, T>.Exp(TLanes.Load(value) - most);
                    TLanes.Store(exponential, value);
                    sum += exponential;
                }
                TLanes.Store(most, largest + sample);
                TLanes.Store(first, best + sample);
                TLanes.Store(sum, sums + sample);
                TLanes.Store(LaneMath<TLanes, T>.Log(sum), logs + sample);
            }
        }
    }

    private readonly struct Scaled(T* end, int stride, T factor, T* exponentials, T* sums, T* result) : ILaneKernel<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<TLanes>() where TLanes : unmanaged, ILanes<TLanes, T>
        {
            for (int sample = 0; sample < stride; sample += TLanes.Width)
            {
                TLanes scale = TLanes.Broadcast(factor) / TLanes.Load(sums + sample);
                for (T* value = exponentials + sample; value < end; value += stride)
                    TLanes.Store(TLanes.Load(value) * scale, result + (value - exponentials));
            }
        }
    }
}
