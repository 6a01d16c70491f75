using System.Numerics;

namespace L2O.Optimizers.Learned.Hyper;

/// <summary>
/// What VeLO and Celo keep of the training loss: running means at ten decays that belong to the run's length, and their least values
/// (section 9 of docs/mathematics.md). A loss that is not finite counts as twice the largest mean. All of it is computed in T, as the
/// published code does: differences of means that hardly differ are mostly rounding.
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class LossBuffer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Running means.</summary>
    public const int Means = 10;

    /// <summary>Features.</summary>
    public const int Features = Means - 1;

    /// <summary>Where the least values begin.</summary>
    public const double Start = 999_999_999_999;

    private const int StepsWithout = 2; // after which features begin
    private const double LeastDifference = 1e-8;

    private readonly T[] _decays = new T[Means];

    /// <param name="horizon">Steps of the run.</param>
    public LossBuffer(int horizon)
    {
        T end = T.Log10(T.CreateTruncating(horizon)), step = (end - T.One) / T.CreateTruncating(Means - 1), ten = T.CreateTruncating(10);
        for (int i = 0; i < Means; i++)
        {
            T exponent = i < Means / 2 ? T.One + step * T.CreateTruncating(i) : end - step * T.CreateTruncating(Means - 1 - i);
            _decays[i] = T.Exp(-T.One / T.Pow(ten, exponent));
        }
    }

    /// <summary>Takes a loss in.</summary>
    /// <param name="steps">Losses taken in before.</param>
    /// <param name="value">The loss.</param>
    /// <param name="means">(decay); replaced by the next ones.</param>
    /// <param name="minima">(decay) least means so far, likewise.</param>
    public void Add(int steps, double value, Span<T> means, Span<T> minima)
    {
        T loss = T.CreateTruncating(value), largest = Corrected(means, 0, steps + 1);
        for (int i = 1; i < Means; i++)
            largest = T.Max(largest, Corrected(means, i, steps + 1));
        if (steps == 0)
            largest = T.IsFinite(loss) ? loss : T.Zero;
        T bound = T.Abs(largest) * (T.One + T.One);
        loss = T.IsFinite(loss) ? T.Min(bound, loss) : bound;
        for (int i = 0; i < Means; i++)
        {
            means[i] = means[i] * _decays[i] + loss * (T.One - _decays[i]);
            minima[i] = T.Min(minima[i], Corrected(means, i, steps + 1));
        }
    }

    /// <summary>What the network reads of the losses.</summary>
    /// <param name="steps">Losses taken in.</param>
    /// <param name="means">(decay).</param>
    /// <param name="minima">(decay).</param>
    /// <param name="features">(feature); overwritten.</param>
    public void Read(int steps, ReadOnlySpan<T> means, ReadOnlySpan<T> minima, Span<T> features)
    {
        T least = T.CreateTruncating(LeastDifference);
        for (int i = 0; i < Features; i++)
        {
            T difference = T.Max(least, Corrected(means, i + 1, steps) - minima[i]);
            T feature = (Corrected(means, i, steps) - minima[i]) / difference - T.One;
            features[i] = steps <= StepsWithout ? T.Zero : T.Clamp(feature, -T.One, T.One);
        }
    }

    private T Corrected(ReadOnlySpan<T> means, int i, int steps) =>
        means[i] / (T.One - T.Pow(_decays[i], T.CreateTruncating(steps)));
}
